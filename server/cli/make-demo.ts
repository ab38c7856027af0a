import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../compose.js';
import { readConfig } from '../config.js';
import { makeLog } from '../http/logging.js';
import { openStorage } from '../storage/sqlite/open-storage.js';
import type { Folders } from './command.js';

/** An installation with the demonstration that nobody will use again: `remove` takes it away, keys and all. */
export interface MadeDemo {
  readonly folders: Folders;
  /** Its wave that is closed and released. */
  readonly waveId: string;
  remove(): void;
}

/** Makes the demonstration as a first start does, in a new folder; none of the installation's settings is used. */
export async function makeDemo(): Promise<MadeDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-demo-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const folders = { dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
    const config = readConfig({ DATA_DIR: folders.dataDir, KEY_DIR: folders.keyDir, DEMO: 'on' });
    const house = await compose(config, makeLog('silent'));
    await house.close();
    return { folders, waveId: await releasedWave(folders), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function releasedWave(folders: Folders): Promise<string> {
  const unused = { now: () => new Date(), bytes: () => new Uint8Array() };
  const storage = openStorage({ ...folders, clock: unused, randomness: unused });
  try {
    const released = (await storage.releases.list()).find(({ status }) => status === 'released');
    if (released === undefined) throw new Error('the demonstration has no release');
    return released.waveId;
  } finally {
    storage.close();
  }
}
