import type { Shredder } from '../../ports/retention.js';
import type { WaveKeys } from '../wave-keys.js';
import type { BoxSlots } from './box-slots.js';
import type { Databases } from './databases.js';

/**
 * Destroys the answers of closed waves. The note comes first, because the database keeps proofs and refuses releases by it;
 * then the keys, because without them the rest is noise, wherever a copy of it may lie.
 */
export function makeShredder({ box, office }: Databases, slots: BoxSlots, keys: WaveKeys): Shredder {
  const note = office.prepare<[string, string]>(
    "UPDATE wave SET shredded_on = ? WHERE id = ? AND status = 'closed' AND shredded_on IS NULL",
  );
  const isNoted = office
    .prepare<[string], number>('SELECT 1 FROM wave WHERE id = ? AND shredded_on IS NOT NULL')
    .pluck();
  const proofsOf = 'release_id IN (SELECT id FROM release WHERE wave_id = ?)';
  const anyProof = office
    .prepare<[string], number>(`SELECT EXISTS (SELECT 1 FROM release_proof WHERE ${proofsOf})`)
    .pluck();
  const deleteProofs = office.prepare<[string]>(`DELETE FROM release_proof WHERE ${proofsOf}`);
  const anySlot = box
    .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM main.slot WHERE wave_id = ?)')
    .pluck();
  const deleteSlots = box.prepare<[string]>('DELETE FROM main.slot WHERE wave_id = ?');
  const forgetCopies = box.prepare<[string]>(
    'UPDATE main.box SET copied_at = NULL, copied_codes = NULL WHERE wave_id = ?',
  );

  const emptyBox = box.transaction((waveId: string) => {
    deleteSlots.run(waveId);
    forgetCopies.run(waveId);
  });

  return {
    remains: (waveId) => ({
      keys: keys.has(waveId),
      slots: anySlot.get(waveId) === 1,
      proofs: anyProof.get(waveId) === 1,
    }),
    async shred(waveId, day) {
      note.run(day, waveId);
      if (isNoted.get(waveId) !== 1) throw new Error(`wave ${waveId} is not closed`);
      keys.destroy(waveId);
      deleteProofs.run(waveId);
      try {
        emptyBox.immediate(waveId);
      } finally {
        slots.forget();
      }
      // secure_delete has overwritten the rows; what a file was rebuilt from, or its log repeats, goes here.
      box.exec('VACUUM main');
      office.exec('VACUUM');
      office.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
}
