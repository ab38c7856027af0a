import type Database from 'better-sqlite3';

export type BoxState = 'open' | 'sealed' | 'none';

/** Prepares the look-up of a wave's box. A box that nobody opened is `none`. */
export function boxStates(box: Database.Database): (waveId: string) => BoxState {
  const find = box.prepare<[string], number>('SELECT sealed FROM main.box WHERE wave_id = ?').pluck();
  return (waveId) => {
    const sealed = find.get(waveId);
    if (sealed === undefined) return 'none';
    return sealed === 0 ? 'open' : 'sealed';
  };
}
