import { describe, expect, it } from 'vitest';
import { baseOf, shareOf } from '../../server/disclosure/shares.js';
import type { Coded } from '../unit/disclosure/miniature.js';
import { ballots, published, release, table, tabulation, variable } from '../unit/disclosure/miniature.js';

/**
 * The attacks of the disclosure design that withholding whole tables must stop, in miniature. Each shows the leak in a
 * naive release (only the small cells blanked, or nothing at all) and its absence here. k = 10 unless an attack says so.
 */

type Blank = number | null;

/** What a naive release shows: every cell, but those between 1 and k - 1 blanked. */
function naive(
  variables: ReturnType<typeof variable>[],
  planned: ReturnType<typeof table>,
  data: Coded[],
  k = 10,
): Blank[] {
  const [raw] = tabulation(variables, [planned], data).tables;
  return [...(raw?.counts ?? [])].map((count) => (count > 0 && count < k ? null : count));
}

/** What subtraction finds in a total and its parts where one is blank. */
function subtract(cells: readonly Blank[]): number {
  const total = cells.at(-1) ?? 0;
  return total - cells.slice(0, -1).reduce<number>((sum, cell) => sum + (cell ?? 0), 0);
}

const group = (id: string, codes: string[]) => variable(id, 'identifying', codes);

describe('attacks that withholding whole tables stops', () => {
  it('1 subtraction: 20 = 18 + x', () => {
    const sex = group('sex', ['w', 'm']);
    const data = ballots([
      [18, { sex: 'w' }],
      [2, { sex: 'm' }],
    ]);
    const leak = naive([sex], table('sex', null), data);
    expect(leak).toEqual([18, null, 20]);
    expect(subtract(leak)).toBe(2);
    expect(published(release([sex], [table('sex', null)], data, { k: 10 }))).toEqual([]);
  });

  it('2 hierarchy: a department of 60 = 30 + 27 + x', () => {
    const department = group('department', ['d1', 'd2']);
    const office = group('office', ['o1', 'o2', 'o3', 'o4']);
    const data = ballots([
      [30, { department: 'd1', office: 'o1' }],
      [27, { department: 'd1', office: 'o2' }],
      [3, { department: 'd1', office: 'o3' }],
      [40, { department: 'd2', office: 'o4' }],
    ]);
    const plan = [table('department', null), table('office', null)];
    const [parents, children] = plan.map((planned) => naive([department, office], planned, data));
    expect((parents?.[0] ?? 0) - (children?.[0] ?? 0) - (children?.[1] ?? 0)).toBe(3);
    expect(published(release([department, office], plan, data, { k: 10 }))).toEqual(['department-n']);
  });

  it('3 isolated remainder: k = 11, 23 = 15 + x + x are 8 people', () => {
    const area = group('area', ['a', 'b', 'c']);
    const data = ballots([
      [15, { area: 'a' }],
      [5, { area: 'b' }],
      [3, { area: 'c' }],
    ]);
    const leak = naive([area], table('area', null), data, 11);
    expect(leak).toEqual([15, null, null, 23]);
    expect(subtract(leak)).toBeLessThan(11);
    expect(published(release([area], [table('area', null)], data, { k: 11 }))).toEqual([]);
  });

  it('4 ones, where zeros are shown: 15 = 10 + 3 + x + x', () => {
    const area = group('area', ['a', 'b', 'c', 'd']);
    const data = ballots([
      [10, { area: 'a' }],
      [3, { area: 'b' }],
      [1, { area: 'c' }],
      [1, { area: 'd' }],
    ]);
    const leak = naive([area], table('area', null), data, 3);
    expect(leak).toEqual([10, 3, null, null, 15]);
    // Two blanks that are not zero hold two people: one each.
    expect(subtract(leak)).toBe(2);
    expect(published(release([area], [table('area', null)], data, { k: 3 }))).toEqual([]);
  });

  it('5 hidden zeros: 7 = 7 + x + x', () => {
    const said = variable('said', 'sensitive', ['a', 'b', 'c']);
    const data = ballots([[7, { said: 'a' }]]);
    const hiding = naive([said], table('', 'said'), data, 3).map((count) => (count === 0 ? null : count));
    expect(hiding).toEqual([7, null, null, 7]);
    expect(subtract(hiding)).toBe(0);
    expect(published(release([said], [table('', 'said')], data, { k: 3 }))).toEqual([]);
  });

  it('6 a flag that tells why: k = 5, 38 = 30 + p + p', () => {
    const area = group('area', ['a', 'b', 'c']);
    const data = ballots([
      [30, { area: 'a' }],
      [4, { area: 'b' }],
      [4, { area: 'c' }],
    ]);
    const leak = naive([area], table('area', null), data, 5);
    // Two blanks that are flagged as below 5 and hold 8 people: four each.
    expect(leak.filter((cell) => cell === null)).toHaveLength(2);
    expect(subtract(leak)).toBe(2 * (5 - 1));
    const [ours] = release([area], [table('area', null)], data, { k: 5 }).tables;
    expect(ours?.cells).toEqual([]);
    // The reason is the same for an empty group, a small one and several.
    const other = ballots([[38, { area: 'a' }]]);
    expect(release([area], [table('area', null)], other, { k: 5 }).tables[0]?.reason).toBe(ours?.reason);
  });

  it('7 linked tables: L + M = 6 in a second table shows K = 3', () => {
    const row = group('row', ['r1', 'r2']);
    const column = group('column', ['c1', 'c2', 'c3', 'c4']);
    const half = group('half', ['outer', 'inner']);
    const cells: [number, string, string][] = [
      [2, 'r1', 'c1'],
      [2, 'r1', 'c2'],
      [8, 'r1', 'c3'],
      [8, 'r1', 'c4'],
      [3, 'r2', 'c1'],
      [3, 'r2', 'c2'],
      [3, 'r2', 'c3'],
      [7, 'r2', 'c4'],
    ];
    const data = ballots(
      cells.map(([n, r, c]) => [
        n,
        { row: r, column: c, half: c === 'c2' || c === 'c3' ? 'inner' : 'outer' },
      ]),
    );
    const plan = [table('row column', null), table('row half', null)];
    const first = naive([row, column, half], plan[0] ?? table('', null), data, 5);
    const second = naive([row, column, half], plan[1] ?? table('', null), data, 5);
    const [, , , seven, wholeRow] = first.slice(5, 10);
    const inner = second[4] ?? 0;
    expect([first.slice(5, 8), seven, wholeRow, inner]).toEqual([[null, null, null], 7, 16, 6]);
    expect((wholeRow ?? 0) - (seven ?? 0) - inner).toBe(3);
    expect(published(release([row, column, half], plan, data, { k: 5 }))).toEqual(['row-half-n']);
  });

  it('8 differencing by a filter: office of 14, 13 of them permanent', () => {
    const office = group('office', ['a', 'b']);
    const contract = group('contract', ['permanent', 'fixed']);
    const data = ballots([
      [13, { office: 'a', contract: 'permanent' }],
      [1, { office: 'a', contract: 'fixed' }],
      [30, { office: 'b', contract: 'permanent' }],
      [30, { office: 'b', contract: 'fixed' }],
    ]);
    const all = naive([office, contract], table('office', null), data);
    const permanent = naive(
      [office, contract],
      table('office', null),
      data.filter((one) => one.contract === 'permanent'),
    );
    expect((all[0] ?? 0) - (permanent[0] ?? 0)).toBe(1);
    const plan = [table('office', null), table('office contract', null)];
    expect(published(release([office, contract], plan, data, { k: 10 }))).toEqual(['office-n']);
  });

  it('12 homogeneity: all seven of an office said no', () => {
    const office = group('office', ['a', 'b']);
    const said = variable('said', 'sensitive', ['yes', 'no']);
    const data = ballots([
      [7, { office: 'a', said: 'no' }],
      [20, { office: 'b', said: 'yes' }],
      [20, { office: 'b', said: 'no' }],
    ]);
    const leak = naive([office, said], table('office', 'said'), data, 5);
    expect(leak.slice(0, 3)).toEqual([0, 7, 7]);
    expect(published(release([office, said], [table('office', 'said')], data, { k: 5 }))).toEqual([]);
  });

  it('13 all but one: the one who said yes knows all the others', () => {
    const office = group('office', ['a', 'b']);
    const said = variable('said', 'sensitive', ['yes', 'no']);
    const data = ballots([
      [1, { office: 'a', said: 'yes' }],
      [8, { office: 'a', said: 'no' }],
      [20, { office: 'b', said: 'yes' }],
      [20, { office: 'b', said: 'no' }],
    ]);
    const leak = naive([office, said], table('office', 'said'), data, 5);
    expect(leak.slice(1, 3)).toEqual([8, 9]);
    expect(published(release([office, said], [table('office', 'said')], data, { k: 5 }))).toEqual([]);
  });

  it('14 insider: 20 = 18 + x + x, and I am one of the two', () => {
    const area = group('area', ['a', 'b', 'c']);
    const data = ballots([
      [18, { area: 'a' }],
      [1, { area: 'b' }],
      [1, { area: 'c' }],
    ]);
    const leak = naive([area], table('area', null), data, 5);
    expect(subtract(leak) - 1).toBe(1);
    expect(published(release([area], [table('area', null)], data, { k: 5 }))).toEqual([]);
  });

  it('15 shares: "14.3 % of 7" is one person', () => {
    const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
    const data = ballots([
      [1, { said: 'yes' }],
      [6, { said: 'no' }],
      [20, { said: 'na' }],
    ]);
    expect(Math.round(0.143 * 7)).toBe(1);
    const [ours] = release([said], [table('', 'said')], data, { k: 5 }).tables;
    if (ours === undefined) throw new Error('no table');
    expect([baseOf(ours, []), shareOf(ours, [[]], ['yes']), shareOf(ours, [[]], ['no'])]).toEqual([
      null,
      null,
      null,
    ]);
    // The same for a neutral question: its base of 7 would be a group below k = 10.
    const opinion = variable('said', 'neutral', ['yes', 'no', 'na']);
    const few = ballots([
      [3, { said: 'yes' }],
      [4, { said: 'no' }],
      [20, { said: 'na' }],
    ]);
    expect(published(release([opinion], [table('', 'said')], few, { k: 10 }))).toEqual([]);
  });

  it('16 pattern: nothing is blank in a withheld table, and the reason does not tell the cell', () => {
    const area = group('area', ['a', 'b', 'c']);
    const worlds = [
      [3, 30, 30],
      [30, 0, 33],
      [30, 30, 3],
      [1, 2, 60],
    ];
    const results = worlds.map(([a = 0, b = 0, c = 0]) =>
      release(
        [area],
        [table('area', null)],
        ballots([
          [a, { area: 'a' }],
          [b, { area: 'b' }],
          [c, { area: 'c' }],
        ]),
        { k: 10 },
      ),
    );
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
  });

  it('18 item non-response as the last category', () => {
    const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
    const data = ballots([
      [20, { said: 'yes' }],
      [30, { said: 'no' }],
      [2, { said: 'na' }],
    ]);
    const leak = naive([said], table('', 'said'), data);
    expect(leak).toEqual([20, 30, null, 52]);
    expect(subtract(leak)).toBe(2);
    expect(published(release([said], [table('', 'said')], data, { k: 10 }))).toEqual([]);
  });

  it('19 a wrongly declared structural zero excuses nobody who is there', () => {
    const area = group('area', ['a', 'b']);
    const data = ballots([
      [30, { area: 'a' }],
      [2, { area: 'b' }],
    ]);
    const plan = [table('area', null)];
    expect(published(release([area], plan, data, { k: 10, structuralZero: () => true }))).toEqual([]);
  });
});
