import type Database from 'better-sqlite3';
import type { BoxKeeper } from '../../ports/ballot-box.js';
import { boxStates } from './box-state.js';

/**
 * Opens and seals boxes; both may be repeated. A sealed box is never opened again.
 *
 * After sealing both files are rebuilt: rows then lie in the order of their random keys, and the order of arrival that
 * the position of rows within a page could hint at is gone.
 */
export function makeBoxKeeper(box: Database.Database): BoxKeeper {
  const stateOf = boxStates(box);
  const create = box.prepare<[string]>('INSERT INTO main.box (wave_id) VALUES (?)');
  const markSealed = box.prepare<[string]>(
    'INSERT INTO main.box (wave_id, sealed) VALUES (?, 1) ON CONFLICT (wave_id) DO UPDATE SET sealed = 1',
  );
  const deleteCodes = box.prepare<[string]>('DELETE FROM codes.code WHERE wave_id = ?');

  const openBox = box.transaction((waveId: string) => {
    const state = stateOf(waveId);
    if (state === 'sealed') throw new Error(`the box of wave ${waveId} is sealed and stays so`);
    if (state === 'none') create.run(waveId);
  });
  const sealBox = box.transaction((waveId: string) => {
    markSealed.run(waveId);
    deleteCodes.run(waveId);
  });

  return {
    async openBox(waveId) {
      openBox.immediate(waveId);
    },
    async sealBox(waveId) {
      sealBox.immediate(waveId);
      box.exec('VACUUM main; VACUUM codes');
    },
  };
}
