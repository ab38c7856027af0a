import type Database from 'better-sqlite3';
import type { PaperChannel } from '../../ports/ballot-box.js';
import type { BoxSlots } from './box-slots.js';
import { boxSealers } from './box-sealers.js';
import { boxStates } from './box-state.js';
import { byHash } from './by-hash.js';

type PaperBallots = Parameters<PaperChannel['acceptAll']>[1];

/**
 * Ballots from paper, one transaction for all of them, into random slots like all others. A ballot that was stored before
 * under the same receipt is not stored again, hence the same call repeated changes nothing; the same receipt twice within
 * one call is refused, for it would lose a form.
 */
export function makePaperChannel(box: Database.Database, boxSlots: BoxSlots): PaperChannel {
  const { slots } = boxSlots;
  const stateOf = boxStates(box);
  const sealerOf = boxSealers(box);

  const acceptAll = box.transaction((waveId: string, ballots: PaperBallots): 'accepted' | 'closed' => {
    const seal = sealerOf(waveId);
    if (seal === null || stateOf(waveId) !== 'open') return 'closed';
    for (const { receiptHash, ballot } of byHash(ballots, (paper) => paper.receiptHash)) {
      if (!slots.has(waveId, receiptHash)) slots.fill(waveId, receiptHash, seal(receiptHash, ballot));
    }
    return 'accepted';
  });

  return {
    async acceptAll(waveId, ballots) {
      try {
        return acceptAll.immediate(waveId, ballots);
      } catch (error) {
        boxSlots.forget();
        throw error;
      }
    },
  };
}
