import type Database from 'better-sqlite3';
import type { PaperChannel } from '../../ports/ballot-box.js';
import { boxStates } from './box-state.js';
import { byHash } from './by-hash.js';

type PaperBallots = Parameters<PaperChannel['acceptAll']>[1];

/**
 * Ballots from paper, one transaction for all of them. They are written in the order of their hashes, so that the order
 * of the forms in the file is lost. A ballot that was stored before under the same receipt is not stored again, hence the
 * same call repeated changes nothing; the same receipt twice within one call is refused, for it would lose a form.
 */
export function makePaperChannel(box: Database.Database): PaperChannel {
  const stateOf = boxStates(box);
  const store = box.prepare<[string, Uint8Array, Uint8Array]>(
    `INSERT INTO main.ballot (wave_id, receipt_hash, body) VALUES (?, ?, ?)
     ON CONFLICT (wave_id, receipt_hash) DO NOTHING`,
  );

  const acceptAll = box.transaction((waveId: string, ballots: PaperBallots): 'accepted' | 'closed' => {
    if (stateOf(waveId) !== 'open') return 'closed';
    for (const { receiptHash, ballot } of byHash(ballots, (paper) => paper.receiptHash)) {
      store.run(waveId, receiptHash, ballot);
    }
    return 'accepted';
  });

  return {
    async acceptAll(waveId, ballots) {
      return acceptAll.immediate(waveId, ballots);
    },
  };
}
