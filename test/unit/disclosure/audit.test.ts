import { afterAll, describe, expect, it } from 'vitest';
import { blankSystem } from '../../../server/disclosure/blank-system.js';
import { openBounds, propagateBounds } from '../../../server/disclosure/propagate-bounds.js';
import { nameOfCell } from '../../../server/disclosure/published-tables.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { auditTiny, crossTable, namesOf, tiny, valuesOf, type TinyCell } from '../../support/tiny-release.js';

const solver = makeHighsSolver();
afterAll(() => solver.close());
const clean = { recovered: 0, belowK: 0, isolated: 0 };

/** No row and no column gives r2 c3 away, but rows 1 and 2 minus columns 1 and 2 do: 10 + 14 - 9 - 12 = 3. */
const linked = crossTable([
  [194, 49, 52, 39, 54],
  [50, null, null, 20, 20],
  [34, null, null, null, 20],
  [55, 20, 20, null, null],
  [55, 20, 20, null, null],
]);

/** The same, but r2 c3 and r2 c4 share what is left: 5 people. */
const linkedPair = crossTable([
  [176, 49, 52, 38, 37],
  [50, null, null, 20, 20],
  [16, null, null, null, null],
  [55, 20, 20, null, null],
  [55, 20, 20, null, null],
]);

describe('a blank is recovered', () => {
  it('by subtraction', async () => {
    const tables = tiny('office', [
      ['.', 20],
      ['a', 18],
      ['b', null],
    ]);
    const found = await auditTiny(tables, solver);
    expect(found.failures).toEqual({ recovered: 1, belowK: 1, isolated: 1 });
    expect(valuesOf(tables, found.readers.naive.recovered)).toEqual({ 'office b': 2 });
  });

  it('by subtraction within a department', async () => {
    const cells = [
      ['.', 100],
      ['d', 60],
      ['e', 40],
      ['d1', 30],
      ['d2', 27],
      ['d3', null],
    ] as const;
    const parents = { office: { d: 'Total', e: 'Total', d1: 'd', d2: 'd', d3: 'd' } };
    const tables = tiny('office', cells, parents);
    const found = await auditTiny(tables, solver);
    expect(valuesOf(tables, found.readers.naive.recovered)).toEqual({ 'office d3': 3 });
  });

  it('across linked rows and columns, where bounds of single rows tell nothing', async () => {
    const tables = tiny('row column', linked);
    const system = blankSystem(tables);
    const bounds = openBounds(system, 0);
    expect(propagateBounds(system, bounds)).toBeNull();
    const blank = system.blanks.findIndex((cell) => nameOfCell(tables, cell) === 'row r2, column c3');
    expect([bounds.lower[blank], bounds.upper[blank]]).toEqual([0, 12]);
    const found = await auditTiny(tables, solver);
    expect(found.failures).toEqual({ recovered: 1, belowK: 1, isolated: 0 });
    expect(valuesOf(tables, found.readers.naive.recovered)).toEqual({ 'row r2, column c3': 3 });
  });

  it('by whoever knows that no blank is zero', async () => {
    const cells = [
      ['.', 15],
      ['a', 10],
      ['b', 3],
      ['c', null],
      ['d', null],
    ] as const;
    const tables = tiny('office', cells);
    const { readers, failures } = await auditTiny(tables, solver, { k: 3, zeros: 'published' });
    expect(readers.naive.recovered).toEqual([]);
    expect(valuesOf(tables, readers.knowsRules.recovered)).toEqual({ 'office c': 1, 'office d': 1 });
    expect(failures).toEqual({ recovered: 2, belowK: 2, isolated: 1 });
  });

  it('as a zero, which harms only where zeros are hidden', async () => {
    const tables = tiny('office', [
      ['.', 7],
      ['a', 7],
      ['b', null],
      ['c', null],
    ]);
    const { readers } = await auditTiny(tables, solver);
    expect(valuesOf(tables, readers.naive.recovered)).toEqual({ 'office b': 0, 'office c': 0 });
  });

  it('without harm, if it is no small group', async () => {
    const tables = tiny('office', [
      ['.', 20],
      ['a', 13],
      ['b', null],
    ]);
    const { readers, failures } = await auditTiny(tables, solver);
    expect(failures).toEqual(clean);
    expect(valuesOf(tables, readers.naive.harmless)).toEqual({ 'office b': 7 });
  });

  it('by an insider, who knows where one of the hidden people is', async () => {
    const tables = tiny('office', [
      ['.', 19],
      ['a', 18],
      ['b', null],
      ['c', null],
    ]);
    const { readers } = await auditTiny(tables, solver, { records: 0 });
    expect(readers.knowsRules.recovered).toEqual([]);
    expect(namesOf(tables, readers.insider.recovered)).toEqual(['office b', 'office c']);
  });
});

describe('a blank is proven to be small', () => {
  it('by an insider across linked rows and columns', async () => {
    const tables = tiny('row column', linkedPair);
    const { readers, tried } = await auditTiny(tables, solver);
    expect(readers.knowsRules).toEqual({ recovered: [], harmless: [], belowK: [] });
    expect(tried.bySolver).toBe(tables.cells.filter(({ count }) => count === null).length);
    expect(namesOf(tables, readers.insider.belowK)).toEqual(['row r2, column c3', 'row r2, column c4']);
    expect(readers.insider.belowK.map(({ upper }) => upper)).toEqual([4, 4]);
    const byBounds = await auditTiny(tables, solver, { records: 0 });
    expect(byBounds.readers.insider.belowK).toEqual([]);
  });
});

describe('where effort for what is below k is limited', () => {
  const pair = ['row r2, column c3', 'row r2, column c4'];
  const tables = tiny('row column', linkedPair);
  const rules = { k: 6, records: 0 };

  it('tells of which blanks that stays open', async () => {
    const limit = { blanks: 9, pools: 1, singles: 0 };
    const { readers, undecided } = await auditTiny(tables, solver, { ...rules, belowKLimit: limit });
    expect(readers.insider.belowK).toEqual([]);
    expect(undecided.map((cell) => nameOfCell(tables, cell))).toEqual(expect.arrayContaining(pair));
  });

  it('decides about all in smaller systems, and with enough programs', async () => {
    const all = await auditTiny(tables, solver, rules);
    expect(namesOf(tables, all.readers.naive.belowK)).toEqual(pair);
    expect(all.undecided).toEqual([]);
    const smaller = { blanks: 100, pools: 1, singles: 0 };
    expect(await auditTiny(tables, solver, { ...rules, belowKLimit: smaller })).toEqual(all);
    const enough = { blanks: 9, pools: 1, singles: 20 };
    expect(await auditTiny(tables, solver, { ...rules, belowKLimit: enough })).toEqual(all);
  });

  it('recovers what it would recover without', async () => {
    const belowKLimit = { blanks: 1, pools: 1, singles: 0 };
    const { readers } = await auditTiny(tiny('row column', linked), solver, { belowKLimit });
    expect(readers.naive.recovered.map(({ lower, upper }) => [lower, upper])).toEqual([[3, 3]]);
  });
});

describe('a group is isolated', () => {
  it('where the blanks of a sum hold fewer than k', async () => {
    const tables = tiny('office', [
      ['.', 23],
      ['a', 15],
      ['b', null],
      ['c', null],
    ]);
    const found = await auditTiny(tables, solver, { k: 11 });
    expect(found.remainders).toEqual([{ relation: 0, people: 8 }]);
    expect((await auditTiny(tables, solver, { k: 8 })).remainders).toEqual([]);
  });

  it('by a difference over two steps, what lies between being blank', async () => {
    const tables = tiny(
      'office sex',
      crossTable([
        [40, null, null],
        [null, 37, null],
        [null, null, null],
      ]),
    );
    const found = await auditTiny(tables, solver);
    expect(found.remainders).toEqual([]);
    expect(found.differences).toEqual([{ outer: 0, inner: 4, people: 3 }]);
    expect((await auditTiny(tables, solver, { k: 3 })).differences).toEqual([]);
  });
});

describe('nothing is found', () => {
  it('where every blank may be large and may be another', async () => {
    const tables = tiny(
      'row column',
      crossTable([
        [118, 48, 45, 25],
        [50, null, null, 12],
        [68, null, null, 13],
      ]),
    );
    expect((await auditTiny(tables, solver, { zeros: 'published' })).failures).toEqual(clean);
    expect((await auditTiny(tables, solver)).failures).toEqual(clean);
  });

  it('where nothing is blank, but small counts that are told are mentioned', async () => {
    const tables = tiny('office', [
      ['.', 16],
      ['a', 10],
      ['b', 1],
      ['c', 5],
      ['d', 0],
    ]);
    const found = await auditTiny(tables, solver);
    expect(found.failures).toEqual(clean);
    expect(found.smallAndTold).toEqual([2]);
  });

  it('where even the number of all people is hidden', async () => {
    const tables = tiny('office', [
      ['.', null],
      ['a', 10],
      ['b', null],
    ]);
    expect((await auditTiny(tables, solver)).failures).toEqual(clean);
  });
});

describe('numbers that contradict each other are refused', () => {
  it('where rows 1 and 2 hold one person less than columns 1 and 2, which single sums tell only by creeping', async () => {
    const large = linked.map(([codes, count]): TinyCell => [codes, count === null ? null : count * 100_000]);
    const moved: Record<string, number> = { '. c1': 300_001, '. c3': -300_001 };
    const cells = large.map(([codes, count]): TinyCell => [
      codes,
      count === null ? null : count + (moved[codes] ?? 0),
    ]);
    const tables = tiny('row column', cells);
    const system = blankSystem(tables);
    expect(propagateBounds(system, openBounds(system, 0))).toBeNull();
    await expect(auditTiny(tables, solver)).rejects.toThrow(
      /no counts fit all sums of the blank row r1, column c1 and 8 more/,
    );
  });

  it('where a blank would have to be zero although zeros are told', async () => {
    const tables = tiny('office', [
      ['.', 7],
      ['a', 7],
      ['b', null],
      ['c', null],
    ]);
    await expect(auditTiny(tables, solver, { zeros: 'published' })).rejects.toThrow(/--zeros unsafe/);
  });
});
