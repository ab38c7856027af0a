import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../server/paths.js';
import { openStorage, type Storage } from '../../../server/storage/sqlite/open-storage.js';
import { hash, realRandomness, testClock } from '../storage.js';
import type { Image } from './disk-images.js';

export const WAVE = 'wave-1';

/** Folders with an open box, as they were when nobody had submitted yet. */
export interface RecordedBox {
  readonly dataDir: string;
  readonly keyDir: string;
  readonly start: Image;
  open(): Storage;
  remove(): void;
}

/** Builds the program, whose storage the recorded process runs. Does nothing where it is built. */
export function buildProgram(): void {
  execFileSync(process.execPath, [join(projectRoot, '.ci/setup.mjs')], { stdio: 'pipe' });
}

/** A box with codes `code 0`, `code 1` and so on. In memory where the system offers that: a disk adds nothing but time. */
export async function makeRecordedBox(codes: number): Promise<RecordedBox> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mehrwelt-box-'));
  const dataDir = join(folder, 'data');
  const keyDir = join(folder, 'keys');
  const open = (): Storage =>
    openStorage({ dataDir, keyDir, clock: testClock(), randomness: realRandomness });
  const storage = open();
  await storage.codes.issue(
    WAVE,
    Array.from({ length: codes }, (_, n) => ({ hash: hash(`code ${n}`), area: 'Finanzen' })),
  );
  await storage.box.openBox(WAVE, { ballotBytes: 64, places: codes });
  storage.close();
  const start = new Map(
    readdirSync(dataDir).map((file) => [join(dataDir, file), readFileSync(join(dataDir, file))]),
  );
  return {
    dataDir,
    keyDir,
    start,
    open,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
