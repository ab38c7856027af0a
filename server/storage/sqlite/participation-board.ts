import type Database from 'better-sqlite3';
import type { ParticipationBoard, ParticipationSnapshot } from '../../ports/code-register.js';

/** The published snapshots, one a wave and day; the first of a day stays. */
export function makeParticipationBoard(office: Database.Database): ParticipationBoard {
  const find = office
    .prepare<[string, string], string>('SELECT snapshot FROM participation WHERE wave_id = ? AND day = ?')
    .pluck();
  const add = office.prepare<[string, string, string]>(
    'INSERT INTO participation (wave_id, day, snapshot) VALUES (?, ?, ?) ON CONFLICT (wave_id, day) DO NOTHING',
  );
  const read = (waveId: string, day: string): ParticipationSnapshot | null => {
    const snapshot = find.get(waveId, day);
    return snapshot === undefined ? null : (JSON.parse(snapshot) as ParticipationSnapshot);
  };
  const keep = office.transaction(
    (waveId: string, snapshot: ParticipationSnapshot): ParticipationSnapshot => {
      add.run(waveId, snapshot.day, JSON.stringify(snapshot));
      return read(waveId, snapshot.day) ?? snapshot;
    },
  );

  return {
    async snapshot(waveId, day) {
      return read(waveId, day);
    },
    async keep(waveId, snapshot) {
      return keep.immediate(waveId, snapshot);
    },
  };
}
