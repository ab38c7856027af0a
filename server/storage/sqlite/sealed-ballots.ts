import { setImmediate as otherWork } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { SealedBallots } from '../../ports/ballot-box.js';
import type { Randomness } from '../../ports/randomness.js';
import { boxStates } from './box-state.js';
import { shuffle } from './shuffle.js';

/** Ballots between two pauses in which the server answers others. */
const CHUNK = 500;

/** Reads the ballots of a sealed box in a freshly shuffled order. */
export function makeSealedBallots(box: Database.Database, randomness: Randomness): SealedBallots {
  const stateOf = boxStates(box);
  const keys = box
    .prepare<[string], Uint8Array>('SELECT receipt_hash FROM main.ballot WHERE wave_id = ?')
    .pluck();
  const bodyOf = box
    .prepare<[string, Uint8Array], Uint8Array>(
      'SELECT body FROM main.ballot WHERE wave_id = ? AND receipt_hash = ?',
    )
    .pluck();

  return {
    async forEach(waveId, visit) {
      if (stateOf(waveId) !== 'sealed') throw new Error(`the ballot box of wave ${waveId} is not sealed`);
      const order = shuffle(keys.all(waveId), randomness);
      for (const [index, key] of order.entries()) {
        if (index > 0 && index % CHUNK === 0) await otherWork();
        const body = bodyOf.get(waveId, key);
        if (body === undefined) throw new Error('a ballot of a sealed box disappeared');
        visit(body);
      }
    },
  };
}
