import type Database from 'better-sqlite3';
import type { ParticipationCounter } from '../../ports/code-register.js';

/** Raw counts. Every area that codes were issued for is listed, with 0 where none was used. */
export function makeParticipationCounter(box: Database.Database): ParticipationCounter {
  const usedByArea = box.prepare<[string], { area: string; used: number }>(
    'SELECT area, sum(used) AS used FROM codes.code WHERE wave_id = ? GROUP BY area',
  );
  const ballots = box
    .prepare<[string], number>('SELECT count(*) FROM main.slot WHERE wave_id = ? AND used = 1')
    .pluck();
  const count = box.transaction((waveId: string) => ({
    usedByArea: new Map(usedByArea.all(waveId).map(({ area, used }) => [area, used])),
    ballots: ballots.get(waveId) ?? 0,
  }));

  return {
    async count(waveId) {
      return count(waveId);
    },
  };
}
