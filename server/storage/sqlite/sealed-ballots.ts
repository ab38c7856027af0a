import { setImmediate as otherWork } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { ReadOutcome, SealedBallots } from '../../ports/ballot-box.js';
import type { Randomness } from '../../ports/randomness.js';
import { makeOpener } from '../ballot-seal.js';
import { publicHalf, type WaveKeys } from '../wave-keys.js';
import { boxStates } from './box-state.js';
import { shuffle } from './shuffle.js';

/** Ballots between two pauses in which the server answers others. */
const CHUNK = 200;

/** Opens the ballots of a sealed box, one after the other in a freshly shuffled order; none is kept. */
export function makeSealedBallots(
  box: Database.Database,
  keys: Pick<WaveKeys, 'find'>,
  randomness: Randomness,
): SealedBallots {
  const stateOf = boxStates(box);
  const publicKeyOf = box
    .prepare<[string], Buffer>('SELECT public_key FROM main.box WHERE wave_id = ?')
    .pluck();
  const used = box
    .prepare<[string], number>('SELECT id FROM main.slot WHERE wave_id = ? AND used = 1')
    .pluck();
  const contentOf = box.prepare<[number], { name: Buffer; body: Buffer }>(
    'SELECT name, body FROM main.slot WHERE id = ?',
  );

  return {
    async forEach(waveId, visit): Promise<ReadOutcome> {
      if (stateOf(waveId) !== 'sealed') throw new Error(`the ballot box of wave ${waveId} is not sealed`);
      const key = keys.find(waveId);
      if (key === null) return 'key-missing';
      if (publicKeyOf.get(waveId)?.equals(publicHalf(key)) !== true) return 'key-wrong';
      const open = makeOpener(waveId, key);
      for (const [index, id] of shuffle(used.all(waveId), randomness).entries()) {
        if (index > 0 && index % CHUNK === 0) await otherWork();
        const content = contentOf.get(id);
        const ballot = content === undefined ? null : open(content.name, content.body);
        if (ballot === null) return 'damaged';
        visit(ballot);
      }
      return 'read';
    },
  };
}
