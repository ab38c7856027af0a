import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeOpener } from '../../server/storage/ballot-seal.js';
import { makeWaveKeys } from '../../server/storage/wave-keys.js';

/**
 * Every ballot of a wave, opened from outside with the key that the data folder does not hold, whether the box is sealed or
 * not. Throws where one does not open.
 */
export function ballotsIn(
  folders: { readonly dataDir: string; readonly keyDir: string },
  waveId: string,
): Uint8Array[] {
  const key = makeWaveKeys(folders.keyDir).find(waveId);
  if (key === null) throw new Error('the wave has no key');
  const open = makeOpener(waveId, key);
  const db = new Database(join(folders.dataDir, 'ballots.sqlite'), { readonly: true });
  try {
    return db
      .prepare<[string], { name: Buffer; body: Buffer }>(
        'SELECT name, body FROM slot WHERE wave_id = ? AND used = 1',
      )
      .all(waveId)
      .map(({ name, body }) => {
        const ballot = open(name, body);
        if (ballot === null) throw new Error('a ballot does not open');
        return ballot;
      });
  } finally {
    db.close();
  }
}
