import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { compose, type Composed } from '../../server/compose.js';
import { readConfig, type Environment } from '../../server/config.js';
import { makeLog } from '../../server/http/logging.js';
import { serve, type Running } from '../../server/http/serve.js';
import type { Clock } from '../../server/ports/clock.js';
import { realRandomness } from './storage.js';

/** The whole program on folders of its own, listening on a free port of the loopback: nothing is switched off in it. */
export interface House {
  readonly url: string;
  readonly dataDir: string;
  readonly keyDir: string;
  readonly staffRoutes: Composed['staffRoutes'];
  readonly greeting: readonly string[];
  /** Everything the program has logged so far. */
  logged(): string;
  /** Stops and starts again on the same folders and the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly env?: Environment;
  readonly clock?: Clock;
}

const machineClock: Clock = { now: () => new Date() };

export async function openHouse({ env = {}, clock = machineClock }: HouseOptions = {}): Promise<House> {
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
    composed = await compose(config, log, { clock, randomness: realRandomness });
    running = await serve(composed.app, { port, host: '127.0.0.1' });
  };
  const stop = async (): Promise<void> => {
    await running.stop(2000);
    await composed.close();
  };
  await start(0);
  const { staffRoutes, greeting } = composed!;
  return {
    get url() {
      return `http://127.0.0.1:${String(running.port)}`;
    },
    dataDir,
    keyDir,
    staffRoutes,
    greeting,
    logged: () => lines.join(''),
    restart: async () => {
      const { port } = running;
      await stop();
      await start(port);
    },
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
