import type Database from 'better-sqlite3';
import type { AcceptOutcome, BallotBox, Submission } from '../../ports/ballot-box.js';
import { boxStates } from './box-state.js';

/**
 * The ballot box over ballots.sqlite (`main`) and codes.sqlite (`codes`) of one connection.
 *
 * `accept` asks the same questions of the database whatever the code is, so that the time it takes does not tell an
 * unknown code from a used one. A ballot that is there already is replaced while its box is open, because the answer to
 * the first submission may have been lost and the answers corrected since. Once the box is sealed it is `accepted` and left
 * as it is: it counts, and whoever sends it again must not be told otherwise.
 */
export function makeBallotBox(box: Database.Database): BallotBox {
  const stateOf = boxStates(box);
  const usedOf = box
    .prepare<[string, Uint8Array], number>('SELECT used FROM codes.code WHERE wave_id = ? AND hash = ?')
    .pluck();
  const storedUnder = box
    .prepare<[string, Uint8Array], number>('SELECT 1 FROM main.ballot WHERE wave_id = ? AND receipt_hash = ?')
    .pluck();
  const burn = box.prepare<[string, Uint8Array]>(
    'UPDATE codes.code SET used = 1 WHERE wave_id = ? AND hash = ? AND used = 0',
  );
  const store = box.prepare<[string, Uint8Array, Uint8Array]>(
    'INSERT INTO main.ballot (wave_id, receipt_hash, body) VALUES (?, ?, ?)',
  );
  const replace = box.prepare<[Uint8Array, string, Uint8Array]>(
    'UPDATE main.ballot SET body = ? WHERE wave_id = ? AND receipt_hash = ?',
  );
  const remove = box.prepare<[string, Uint8Array]>(
    'DELETE FROM main.ballot WHERE wave_id = ? AND receipt_hash = ?',
  );

  const accept = box.transaction(({ waveId, codeHash, receiptHash, ballot }: Submission): AcceptOutcome => {
    const state = stateOf(waveId);
    const stored = storedUnder.get(waveId, receiptHash) !== undefined;
    const used = codeHash === null ? 0 : usedOf.get(waveId, codeHash);
    if (stored) {
      if (state === 'open') replace.run(ballot, waveId, receiptHash);
      return 'accepted';
    }
    if (state !== 'open') return 'closed';
    if (used === undefined) return 'code-unknown';
    if (used === 1) return 'code-used';
    if (codeHash !== null && burn.run(waveId, codeHash).changes !== 1)
      throw new Error('the code was not burned');
    store.run(waveId, receiptHash, ballot);
    return 'accepted';
  });

  const withdraw = box.transaction(
    (waveId: string, receiptHash: Uint8Array): 'withdrawn' | 'unknown' | 'closed' => {
      if (stateOf(waveId) === 'sealed') return 'closed';
      return remove.run(waveId, receiptHash).changes === 1 ? 'withdrawn' : 'unknown';
    },
  );

  return {
    async checkCode(waveId, codeHash) {
      const used = usedOf.get(waveId, codeHash);
      if (used === undefined) return 'unknown';
      return used === 0 ? 'free' : 'used';
    },
    async accept(submission) {
      return accept.immediate(submission);
    },
    async withdraw(waveId, receiptHash) {
      return withdraw.immediate(waveId, receiptHash);
    },
  };
}
