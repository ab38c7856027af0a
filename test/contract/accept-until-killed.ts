import { createHash, randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openStorage } from '../../server/storage/sqlite/open-storage.js';

/**
 * A process that submits one ballot after the other until it is killed, and says on its output which were acknowledged.
 * Arguments: the folders of the data and of the keys, the number of the first code, the number after the last.
 */
const [dataDir = '', keyDir = '', first = '0', end = '0'] = process.argv.slice(2);
const storage = openStorage({
  dataDir,
  keyDir,
  clock: { now: () => new Date() },
  randomness: { bytes: (length) => randomBytes(length) },
});
const hash = (name: string): Uint8Array => createHash('sha256').update(name).digest();
const STDOUT = 1;

for (let n = Number(first); n < Number(end); n += 1) {
  const outcome = await storage.ballots.accept({
    waveId: 'wave-1',
    codeHash: hash(String(n)),
    credentialHash: null,
    receiptHash: hash(`receipt of ${n}`),
    ballot: randomBytes(64),
  });
  // Synchronous, so that a kill cannot swallow what was said before it.
  writeSync(STDOUT, `${outcome} ${n}\n`);
}
