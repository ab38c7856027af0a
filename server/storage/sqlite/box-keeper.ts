import type Database from 'better-sqlite3';
import type { BoxKeeper, BoxSize } from '../../ports/ballot-box.js';
import { SEAL_BYTES } from '../ballot-seal.js';
import type { WaveKeys } from '../wave-keys.js';
import type { BoxSlots } from './box-slots.js';
import { boxStates } from './box-state.js';

/**
 * Opens and seals boxes; both may be repeated. A sealed box is never opened again.
 *
 * With sealing the codes and the spent credentials of the wave go, and their file is rebuilt, so that nothing of them
 * remains in it.
 */
export function makeBoxKeeper(box: Database.Database, boxSlots: BoxSlots, keys: WaveKeys): BoxKeeper {
  const { slots, spent } = boxSlots;
  const stateOf = boxStates(box);
  const create = box.prepare<[string, Uint8Array, number]>(
    'INSERT INTO main.box (wave_id, public_key, ballot_bytes) VALUES (?, ?, ?)',
  );
  const markSealed = box.prepare<[string]>('UPDATE main.box SET sealed = 1 WHERE wave_id = ?');
  const deleteCodes = box.prepare<[string]>('DELETE FROM codes.code WHERE wave_id = ?');
  const deleteSpent = box.prepare<[string]>('DELETE FROM main.spent WHERE wave_id = ?');

  const openBox = box.transaction((waveId: string, { ballotBytes, places }: BoxSize) => {
    const state = stateOf(waveId);
    if (state === 'sealed') throw new Error(`the box of wave ${waveId} is sealed and stays so`);
    if (state === 'open') return;
    create.run(waveId, keys.make(waveId), ballotBytes);
    slots.layOut(waveId, places, ballotBytes + SEAL_BYTES);
    spent.layOut(waveId, places, 0);
  });
  const sealBox = box.transaction((waveId: string) => {
    if (stateOf(waveId) === 'none') throw new Error(`wave ${waveId} has no box`);
    markSealed.run(waveId);
    deleteCodes.run(waveId);
    deleteSpent.run(waveId);
  });
  return {
    async openBox(waveId, size) {
      try {
        openBox.immediate(waveId, size);
      } finally {
        boxSlots.forget();
      }
    },
    async sealBox(waveId) {
      try {
        sealBox.immediate(waveId);
      } finally {
        boxSlots.forget();
      }
      box.exec('VACUUM main; VACUUM codes');
    },
  };
}
