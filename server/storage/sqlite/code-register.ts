import type Database from 'better-sqlite3';
import type { CodeRegister } from '../../ports/code-register.js';
import { boxStates } from './box-state.js';
import { byHash } from './by-hash.js';

type IssuedCodes = Parameters<CodeRegister['issue']>[1];

/** The codes of codes.sqlite. They are written in the order of their hashes, which says nothing about the letters' order. */
export function makeCodeRegister(box: Database.Database): CodeRegister {
  const stateOf = boxStates(box);
  const add = box.prepare<[string, Uint8Array, string]>(
    'INSERT INTO codes.code (wave_id, hash, area) VALUES (?, ?, ?)',
  );
  const countByArea = box.prepare<[string], { area: string; count: number }>(
    'SELECT area, count(*) AS count FROM codes.code WHERE wave_id = ? GROUP BY area ORDER BY area',
  );
  const anyUsed = box
    .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM codes.code WHERE wave_id = ? AND used = 1)')
    .pluck();
  const remove = box.prepare<[string, string]>('DELETE FROM codes.code WHERE wave_id = ? AND area = ?');

  const issue = box.transaction((waveId: string, codes: IssuedCodes) => {
    if (stateOf(waveId) === 'sealed')
      throw new Error(`the box of wave ${waveId} is sealed: a code would be worthless`);
    for (const { hash, area } of byHash(codes, (code) => code.hash)) add.run(waveId, hash, area);
  });
  const discard = box.transaction((waveId: string, area: string): 'discarded' | 'wave-has-started' => {
    if (anyUsed.get(waveId) !== 0) return 'wave-has-started';
    remove.run(waveId, area);
    return 'discarded';
  });

  return {
    async issue(waveId, codes) {
      issue.immediate(waveId, codes);
    },
    async issued(waveId) {
      return countByArea.all(waveId);
    },
    async discard(waveId, area) {
      return discard.immediate(waveId, area);
    },
  };
}
