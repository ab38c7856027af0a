import { afterAll, describe, expect, it } from 'vitest';
import { auditRelease } from '../../server/disclosure/audit-release.js';
import { publishedRelease } from '../../server/disclosure/published-release.js';
import type { SafeRelease } from '../../server/disclosure/safe-release.js';
import { sealRelease } from '../../server/disclosure/seal.js';
import { baseOf, shareOf } from '../../server/disclosure/shares.js';
import { makeHighsSolver } from '../../server/solver/highs-solver.js';
import {
  ballotsOf,
  concluded,
  shownGroups,
  toldBy,
  toldNaively,
  type Puzzle,
} from '../support/possible-ballots.js';
import {
  ballots,
  blanksOf,
  cellsOf,
  linking,
  naive,
  release,
  table,
  variable,
} from '../unit/disclosure/miniature.js';

/**
 * Attacks of the disclosure design at the level of a wave's release, as it is made from ballots and a plan. The leak is
 * there in naive tables; here a reader who owns a solver finds nothing. All attacks on the engine are in nineteen-attacks*.
 */

const solver = makeHighsSolver();
afterAll(() => solver.close());

const k = 10;
const office = variable('office', 'identifying', ['a', 'b']);
const contract = variable('contract', 'identifying', ['permanent', 'fixed']);
const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
const isRefusal = (_id: string, code: string): boolean => code === 'na';

/** Every group and answer of the release, by linear programs, also with a record that the reader knows. */
async function expectNothingFound(result: SafeRelease): Promise<void> {
  const rules = { k: result.k, zeros: 'unsafe', records: 40 } as const;
  const { failures, blanks } = await auditRelease(publishedRelease(result), rules, solver);
  expect(failures).toMatchObject({ recovered: 0, belowK: 0, isolated: 0 });
  expect(blanks).toBeGreaterThan(0);
}

describe('8 differencing by a filter: an office of 14, 13 of them permanent', () => {
  const data = ballots([
    [13, { office: 'a', contract: 'permanent' }],
    [1, { office: 'a', contract: 'fixed' }],
    [30, { office: 'b', contract: 'permanent' }],
    [30, { office: 'b', contract: 'fixed' }],
  ]);
  const plan = [table('office', null), table('office contract', null)];

  it('finds the one person in naive tables', () => {
    const told = naive([office, contract], plan, data);
    expect(told('office-n', 'a') - told('office-contract-n', 'a permanent')).toBe(1);
  });

  it('finds nothing: whoever filters gets a blank, and the table without the filter stays', async () => {
    const result = release([office, contract], plan, data, { k });
    expect(cellsOf(result, 'office-n')).toEqual({ a: 14, b: 60, total: 74 });
    expect(blanksOf(result, 'office-contract-n')).toEqual(
      expect.arrayContaining(['a permanent', 'a fixed', 'b permanent', 'b fixed']),
    );
    await expectNothingFound(result);
  });
});

describe('7 two tables: L + M = 6 in a second table shows K = 3', () => {
  const row = variable('row', 'identifying', ['r1', 'r2']);
  const column = variable('column', 'identifying', ['c1', 'c2', 'c3', 'c4']);
  const half = variable('half', 'identifying', ['outer', 'inner']);
  const halves = [
    ['c1', 'outer'],
    ['c2', 'inner'],
    ['c3', 'inner'],
    ['c4', 'outer'],
  ];
  const variables = [row, column, half];
  const puzzle: Puzzle = {
    variables,
    plan: [table('row', 'column'), table('row', 'half')],
    linked: linking(variables, ['column', 'half'], halves),
    possible: ['r1', 'r2'].flatMap((r) => halves.map(([c = '', h = '']) => ({ row: r, column: c, half: h }))),
    people: [2, 2, 8, 8, 3, 3, 3, 7],
    k: 5,
  };

  it('finds K in naive tables, though three of four cells of the row are blank', () => {
    const told = naive(variables, puzzle.plan, ballotsOf(puzzle), puzzle.linked);
    const outer = told('row-column', 'r2 total') - told('row-half', 'r2 inner');
    expect(outer - told('row-column', 'r2 c4')).toBe(3);
    const naively = concluded(puzzle, shownGroups(puzzle), toldNaively(puzzle, shownGroups(puzzle)));
    expect(naively).not.toEqual([]);
  });

  it('finds nothing, trying every set of ballots', () => {
    const told = toldBy(puzzle);
    expect(told.length).toBeGreaterThan(3);
    expect(concluded(puzzle, shownGroups(puzzle), told)).toEqual([]);
  });
});

describe('15 shares: "14.3 % of 7" is one person', () => {
  const data = ballots([
    [1, { office: 'a', said: 'yes' }],
    [6, { office: 'a', said: 'no' }],
    [20, { office: 'a', said: 'na' }],
    [20, { office: 'b', said: 'yes' }],
    [30, { office: 'b', said: 'no' }],
    [20, { office: 'b', said: 'na' }],
  ]);
  const plan = [table('office', 'said')];

  it('finds one person in the share and its base', () => {
    const told = naive([office, said], plan, data);
    const base = told('office-said', 'a yes') + told('office-said', 'a no');
    expect((told('office-said', 'a yes') / base).toFixed(3)).toBe('0.143');
    expect(Math.round(0.143 * base)).toBe(1);
  });

  it('finds no base and no share: neither of those who answered nor of one answer', async () => {
    const result = release([office, said], plan, data, { k: 5 });
    const [only] = result.tables;
    if (only === undefined) throw new Error('no table');
    expect(shareOf(only, [['a']], ['yes'])).toBeNull();
    // A base of 7 may be known; what the one person said may not.
    expect([baseOf(only, ['a']) ?? 7, shareOf(only, [['a']], ['no'])]).toEqual([7, null]);
    await expectNothingFound(result);
  });
});

describe('16 pattern: which cells are blank', () => {
  const area = variable('area', 'identifying', ['a', 'b', 'c', 'd']);
  const inAreas = (counts: readonly number[]) =>
    ballots(counts.map((n, at) => [n, { area: ['a', 'b', 'c', 'd'][at] ?? '' }] as const));
  const key = new Uint8Array(32).fill(1);

  it('has the same bytes for nobody, somebody and one short of k, and whichever of two is the small one', () => {
    const worlds = [
      [0, 12],
      [1, 11],
      [2, 10],
      [9, 3],
      [11, 1],
      [12, 0],
    ].map((both) =>
      sealRelease(release([area], [table('area', null)], inAreas([...both, 30, 40]), { k }), key),
    );
    expect(new Set(worlds).size).toBe(1);
  });

  it('has no sign that tells a small cell from one that is blank for its sake', async () => {
    const result = release([area], [table('area', null)], inAreas([2, 15, 30, 40]), { k });
    const [small, other] = ['a', 'b'].map((code) => result.tables[0]?.cell([code]));
    expect(small).toEqual({ codes: ['a'], count: null });
    expect(other).toEqual({ codes: ['b'], count: null });
    await expectNothingFound(result);
  });
});

describe('18 item non-response as the last category', () => {
  const data = ballots([
    [20, { said: 'yes' }],
    [30, { said: 'no' }],
    [2, { said: 'na' }],
  ]);
  const plan = [table('', 'said')];

  it('finds the two who did not answer in naive tables', () => {
    const told = naive([said], plan, data);
    expect(told('said', 'total') - told('said', 'yes') - told('said', 'no')).toBe(2);
  });

  it('finds nothing, though refusals that nobody made would cost nothing', async () => {
    const result = release([said], plan, data, { k, saysNothing: isRefusal });
    expect(blanksOf(result, 'said')).toEqual(['yes', 'na']);
    await expectNothingFound(result);
    const nobody = release([said], plan, data.slice(0, 50), { k, saysNothing: isRefusal });
    expect(blanksOf(nobody, 'said')).toEqual(['na']);
  });
});

describe('19 a code wrongly declared to hold refusals only', () => {
  const area = variable('area', 'identifying', ['a', 'b', 'c']);
  const data = ballots([
    [30, { area: 'a' }],
    [2, { area: 'b' }],
    [12, { area: 'c' }],
  ]);

  it('excuses nobody who is there', async () => {
    const result = release([area], [table('area', null)], data, { k, saysNothing: () => true });
    expect(cellsOf(result, 'area-n')).toEqual({ a: 30, b: '.', c: '.', total: 44 });
    await expectNothingFound(result);
  });

  it('excuses no small answer inside it either', () => {
    const inside = ballots([
      [2, { office: 'a', said: 'yes' }],
      [28, { office: 'a', said: 'no' }],
      [30, { office: 'b', said: 'yes' }],
      [30, { office: 'b', said: 'no' }],
    ]);
    const wrongly = (id: string, code: string): boolean => id === 'office' || code === 'na';
    const result = release([office, said], [table('office', 'said')], inside, { k, saysNothing: wrongly });
    expect(blanksOf(result, 'office-said')).toEqual(expect.arrayContaining(['a yes', 'a no']));
  });
});
