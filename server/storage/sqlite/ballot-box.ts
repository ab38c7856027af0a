import type Database from 'better-sqlite3';
import type { AcceptOutcome, BallotBox, RedeemOutcome, Submission } from '../../ports/ballot-box.js';
import type { BoxSlots } from './box-slots.js';
import { boxSealers } from './box-sealers.js';
import { boxStates } from './box-state.js';
import type { CommitQueue, Touch } from './commit-queue.js';

const nothing = new Uint8Array();

/**
 * The ballot box over ballots.sqlite (`main`) and codes.sqlite (`codes`) of one connection.
 *
 * `accept` asks the same questions of the database whatever the code is, so that the time it takes does not tell an
 * unknown code from a used one. A ballot that is there already is replaced while its box is open, because the answer to
 * the first submission may have been lost and the answers corrected since. Once the box is sealed it is `accepted` and left
 * as it is: it counts, and whoever sends it again must not be told otherwise.
 */
export function makeBallotBox(
  box: Database.Database,
  { slots, spent }: BoxSlots,
  queue: CommitQueue,
): BallotBox {
  const stateOf = boxStates(box);
  const sealerOf = boxSealers(box);
  const usedOf = box
    .prepare<[string, Uint8Array], number>('SELECT used FROM codes.code WHERE wave_id = ? AND hash = ?')
    .pluck();
  const requestOf = box
    .prepare<[string, Uint8Array], Buffer>('SELECT request FROM codes.code WHERE wave_id = ? AND hash = ?')
    .pluck();
  // With new random bytes, so that two copies don't show which codes were exchanged: there `request` changes as well.
  const burn = box.prepare<[string, Uint8Array]>(
    'UPDATE codes.code SET used = 1, request = randomblob(32) WHERE wave_id = ? AND hash = ? AND used = 0',
  );
  const markUsed = box.prepare<[string, Uint8Array]>(
    'UPDATE codes.code SET used = 1 WHERE wave_id = ? AND hash = ? AND used = 0',
  );
  const markUnused = box.prepare<[string, Uint8Array]>(
    'UPDATE codes.code SET used = 0 WHERE wave_id = ? AND hash = ?',
  );
  const markExchanged = box.prepare<[Uint8Array, string, Uint8Array]>(
    'UPDATE codes.code SET used = 1, request = ? WHERE wave_id = ? AND hash = ? AND used = 0',
  );

  const touch = (waveId: string, codeHash: Uint8Array | null): Touch | null =>
    codeHash === null
      ? null
      : {
          key: codeHash,
          write: () => {
            if (markUsed.run(waveId, codeHash).changes === 1) markUnused.run(waveId, codeHash);
          },
        };

  /** The right to take part, or why there is none. Changes nothing. */
  const refusal = ({ waveId, codeHash, credentialHash }: Submission): AcceptOutcome | null => {
    const used = codeHash === null ? 0 : usedOf.get(waveId, codeHash);
    const isSpent = credentialHash !== null && spent.has(waveId, credentialHash);
    if (used === undefined) return 'code-unknown';
    if (used === 1) return 'code-used';
    return isSpent ? 'credential-spent' : null;
  };

  const accept = (submission: Submission, sealed: Uint8Array): AcceptOutcome => {
    const { waveId, codeHash, credentialHash, receiptHash } = submission;
    const state = stateOf(waveId);
    const stored = slots.has(waveId, receiptHash);
    const refused = refusal(submission);
    if (stored) {
      if (state === 'open') slots.replace(waveId, receiptHash, sealed);
      return 'accepted';
    }
    if (state !== 'open') return 'closed';
    if (refused !== null) return refused;
    if (codeHash !== null && burn.run(waveId, codeHash).changes !== 1)
      throw new Error('the code was not burned');
    if (credentialHash !== null) spent.fill(waveId, credentialHash, nothing);
    slots.fill(waveId, receiptHash, sealed);
    return 'accepted';
  };

  const redeem = (waveId: string, codeHash: Uint8Array, requestHash: Uint8Array): RedeemOutcome => {
    const state = stateOf(waveId);
    const used = usedOf.get(waveId, codeHash);
    const request = requestOf.get(waveId, codeHash);
    if (state !== 'open') return 'closed';
    if (used === undefined || request === undefined) return 'code-unknown';
    if (used === 1) return request.equals(requestHash) ? 'redeemed' : 'code-used';
    if (markExchanged.run(requestHash, waveId, codeHash).changes !== 1)
      throw new Error('the code was not burned');
    return 'redeemed';
  };

  const withdraw = (waveId: string, receiptHash: Uint8Array): 'withdrawn' | 'unknown' | 'closed' => {
    if (stateOf(waveId) === 'sealed') return 'closed';
    return slots.clear(waveId, receiptHash) ? 'withdrawn' : 'unknown';
  };

  return {
    async checkCode(waveId, codeHash) {
      const used = usedOf.get(waveId, codeHash);
      if (used === undefined) return 'unknown';
      return used === 0 ? 'free' : 'used';
    },
    async accept(submission) {
      const seal = sealerOf(submission.waveId);
      if (seal === null) return 'closed';
      const sealed = seal(submission.receiptHash, submission.ballot);
      return queue.run(() => accept(submission, sealed), touch(submission.waveId, submission.codeHash));
    },
    async redeem(waveId, codeHash, requestHash) {
      return queue.run(() => redeem(waveId, codeHash, requestHash), touch(waveId, codeHash));
    },
    async withdraw(waveId, receiptHash) {
      return queue.run(() => withdraw(waveId, receiptHash));
    },
  };
}
