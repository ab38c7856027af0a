import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { compose, type Composed } from '../../server/compose.js';
import { readConfig, type Environment } from '../../server/config.js';
import { makeLog } from '../../server/http/logging.js';
import { serve, type Running } from '../../server/http/serve.js';
import type { Clock } from '../../server/ports/clock.js';
import { loadKeys, type Keys } from '../../server/storage/keys.js';
import { hasDatabases } from '../../server/storage/sqlite/databases.js';
import { openStorage, type Storage } from '../../server/storage/sqlite/open-storage.js';
import { systemRandomness } from './randomness.js';

/** What lies on the disk, opened as the program would while it does not run. */
export interface Inside {
  readonly storage: Storage;
  readonly keys: Keys;
}

/** The whole program on folders of its own, listening on a free port of the loopback: nothing is switched off in it. */
export interface House {
  readonly url: string;
  readonly dataDir: string;
  readonly keyDir: string;
  readonly staffRoutes: Composed['staffRoutes'];
  /** What the first start told the person at the terminal. */
  readonly greeting: readonly string[];
  /** Everything the program has logged so far. */
  logged(): string;
  /** Stops and starts again on the same folders and the same port. */
  restart(): Promise<void>;
  /** Stops, lets `work` at the files, and starts again on the same port. */
  whileStopped<T>(work: () => Promise<T> | T): Promise<T>;
  /** The same with storage and keys opened: to put something in place, or to see what became of it. */
  behindTheScenes<T>(work: (inside: Inside) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly env?: Environment;
  readonly clock?: Clock;
  /** Puts things in place before the first start; the program then finds an installation in use and loads no demonstration. */
  readonly furnish?: (inside: Inside) => Promise<void>;
}

const machineClock: Clock = { now: () => new Date() };

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { env = {}, clock = machineClock } = options;
  const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-house-'));
  const dataDir = join(folder, 'data');
  const keyDir = join(folder, 'keys');
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const log = makeLog('debug', sink);

  let composed: Composed;
  let running: Running;
  const start = async (port: number): Promise<void> => {
    const config = readConfig({
      DATA_DIR: dataDir,
      KEY_DIR: keyDir,
      DEMO: 'off',
      ...env,
      PORT: String(port),
    });
    composed = await compose(config, log, { clock, randomness: systemRandomness });
    running = await serve(composed.app, { port, host: '127.0.0.1' });
  };
  const stop = async (): Promise<void> => {
    await running.stop(2000);
    await composed.close();
    // Clients in this process get to see that their connections have ended, before they would use them again.
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const whileStopped = async <T>(work: () => Promise<T> | T): Promise<T> => {
    const { port } = running;
    await stop();
    try {
      return await work();
    } finally {
      await start(port);
    }
  };
  const inside = async <T>(work: (inside: Inside) => Promise<T>): Promise<T> => {
    const keys = loadKeys(keyDir, { fresh: !hasDatabases(dataDir) });
    const storage = openStorage({ dataDir, keyDir, clock, randomness: systemRandomness });
    try {
      return await work({ storage, keys });
    } finally {
      storage.close();
    }
  };

  if (options.furnish !== undefined) await inside(options.furnish);
  await start(0);
  const { staffRoutes, greeting } = composed!;
  return {
    url: `http://127.0.0.1:${String(running!.port)}`,
    dataDir,
    keyDir,
    staffRoutes,
    greeting,
    logged: () => lines.join(''),
    restart: () => whileStopped(() => undefined),
    whileStopped,
    behindTheScenes: (work) => whileStopped(() => inside(work)),
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
