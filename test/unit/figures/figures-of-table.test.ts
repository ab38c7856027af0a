import { describe, expect, it } from 'vitest';
import { mintSafeTable, type SafeTable } from '../../../server/disclosure/safe-table.js';
import { cellCodes } from '../../../server/disclosure/table-shape.js';
import type { Variable } from '../../../server/survey/variables.js';
import { figuresOfTable } from '../../../server/figures/figures-of-table.js';
import { aReference } from '../../support/references.js';
import { aWave } from '../../support/storage.js';
import { variable } from '../disclosure/miniature.js';

const area = variable('area', 'identifying', ['n', 's', 'other']);
const gender = variable('gender', 'identifying', ['f', 'm', 'na']);
const age = variable('age', 'identifying', ['young', 'old', 'na']);
const said = variable('said', 'sensitive', ['yes', 'no', 'na']);

/** Counts by codes, `area n, said yes` as `n yes`; what is not named is blank. */
function made(
  breakdown: readonly Variable[],
  indicator: Variable,
  counts: Record<string, number>,
): SafeTable {
  const shape = { id: 't', breakdown, indicator };
  const content = cellCodes(shape).map((codes) => counts[codes.join(' ')] ?? null);
  return mintSafeTable({ shape, k: 5, content });
}

const overall = made([], said, { yes: 1770, no: 6420, na: 300, total: 8490 });
const byArea = made([area], said, {
  ...{ 'n yes': 30, 'n no': 70, 'n na': 10, 'n total': 110 },
  ...{ 's yes': 20, 's no': 180, 's total': 200 },
});
const wave = aWave({
  headcounts: [
    { area: 'N (de)', count: 600 },
    { area: ' s ', count: 400 },
  ],
});
const releaseOf = (...tables: SafeTable[]) => ({
  ...{ waveId: 'wave-1', k: 5, policy: 'worlds-strict-1' as const, records: 8490 },
  tables,
});
const figures = (table: SafeTable, others: SafeTable[] = [], options = {}) =>
  figuresOfTable(
    table,
    { release: releaseOf(table, ...others), wave, invited: 31_000, ...options },
    references,
  );
const references = [
  aReference({ id: 'before', links: [{ indicator: 'said', codes: ['yes'], groups: {} }], value: 13.04 }),
  aReference({
    ...{ id: 'counted', links: [{ indicator: 'said', codes: ['yes'], groups: {} }] },
    ...{ concept: 'said', value: 13.04, base: 6180, invited: 27_350 },
  }),
  aReference({
    ...{ id: 'population', links: [{ indicator: 'said', codes: ['yes'], groups: {} }] },
    ...{ kind: 'population', concept: 'said', value: 36.5 },
  }),
  aReference({
    ...{ id: 'staff', links: [{ indicator: 'said', codes: ['no'], groups: {} }] },
    ...{ kind: 'staff', concept: 'said', value: 80, base: 30_000 },
  }),
  aReference({ id: 'grouped', links: [{ indicator: 'said', codes: ['yes'], groups: { gender: ['f'] } }] }),
];

describe('a share', () => {
  it('has its interval, worst case and item non-response', () => {
    const [yes, no] = figures(overall).answers;
    expect(yes).toMatchObject({ code: 'yes', count: 1770, base: 8190, asked: 31_000 });
    expect(yes?.interval.low).toBeCloseTo(0.20856930833817292, 9);
    expect(yes?.worstCase?.high).toBeCloseTo(0.7929032258064516, 9);
    expect(yes?.ifOthersDiffer?.low).toBeLessThan(yes?.share ?? 0);
    expect(yes?.itemNonResponse).toEqual({ missing: 300, bounds: { low: 1770 / 8490, high: 2070 / 8490 } });
    expect(no?.code).toBe('no');
  });

  it('is of no known number of people where a question was not put to all, or too few were asked', () => {
    const filtered = variable('said', 'sensitive', ['yes', 'no', 'na', 'not_asked']);
    const counts = { yes: 30, no: 70, na: 10, not_asked: 40, total: 150 };
    expect(figures(made([], filtered, counts)).answers[0]).toMatchObject({ asked: null, worstCase: null });
    expect(figures(overall, [], { invited: 8000 }).answers[0]).toMatchObject({
      asked: null,
      worstCase: null,
    });
  });

  it('is left out where a cell is blank', () => {
    const { answers, comparisons } = figures(made([], said, { yes: 30, total: 150 }));
    expect(answers).toEqual([]);
    expect(comparisons.map(({ here, difference, test }) => [here, difference, test])).toEqual(
      Array.from({ length: 4 }, () => [null, null, null]),
    );
  });
});

describe('weights', () => {
  const weightedOf = (others: SafeTable[], given = wave) =>
    figures(overall, others, { wave: given }).answers[0]?.weighted;

  it('make each area count as much as it has staff, with the unweighted share of the same people', () => {
    expect(weightedOf([byArea])).toMatchObject({
      unweighted: { count: 50, base: 300, share: 50 / 300 },
      ...{ areas: 2, trimmed: 0 },
    });
    const weighted = weightedOf([byArea]);
    if (typeof weighted !== 'object') throw new Error('no weights');
    expect(weighted.share).toBeCloseTo(0.6 * 0.3 + 0.4 * 0.1, 12);
    const [n, s] = [6, 2];
    const deff = (300 * (100 * n ** 2 + 200 * s ** 2)) / (100 * n + 200 * s) ** 2;
    expect(weighted.designEffect).toBeCloseTo(deff, 12);
    expect(weighted.effective).toBeCloseTo(300 / deff, 9);
    expect(weighted.interval.low).toBeLessThan(0.22);
    expect(weighted.interval.high).toBeGreaterThan(0.22);
  });

  it('do not exist where something that they need is missing, and say what', () => {
    expect(weightedOf([byArea], aWave({ headcounts: [] }))).toBe('no-headcounts');
    expect(weightedOf([byArea], aWave({ headcounts: [{ area: 'elsewhere', count: 5 }] }))).toBe(
      'no-table-by-area',
    );
    expect(weightedOf([])).toBe('no-table-by-area');
    const blank = made([area], said, { 'n yes': 30, 'n no': 70, 'n total': 110, 's total': 200 });
    expect(weightedOf([blank])).toBe('area-not-told');
  });

  it('are trimmed where they are extreme', () => {
    const lopsided = aWave({
      headcounts: [
        { area: 'n', count: 60_000 },
        { area: 's', count: 10 },
      ],
    });
    const few = made([area], said, {
      ...{ 'n yes': 5, 'n no': 5, 'n total': 10 },
      ...{ 's yes': 20, 's no': 180, 's total': 200 },
    });
    expect(weightedOf([few], lopsided)).toMatchObject({ trimmed: 1 });
  });
});

describe('comparisons', () => {
  const [before, counted, population, staff, ...more] = figures(overall).comparisons;

  it('without a base are a difference and nothing more', () => {
    expect(before).toMatchObject({ test: null, remarks: ['other-concept', 'base-unknown'] });
    expect(before?.difference).toBeCloseTo(0.08571721611721614, 9);
  });

  it('with a base are tested', () => {
    expect(counted?.remarks).toEqual([]);
    expect(counted?.test?.z).toBeCloseTo(15.802201874663831, 9);
    expect(counted?.test?.interval.high).toBeCloseTo(0.09629731625860798, 9);
  });

  it('with the population are an index and a gap', () => {
    expect(population).toMatchObject({ test: null, remarks: ['reference-taken-as-exact'] });
    expect(population?.representation?.index).toBeCloseTo(0.5921019619649757, 9);
    expect(population?.representation?.interval.low).toBeCloseTo(0.5715188049619423, 9);
  });

  it('with personnel statistics take those as exact', () => {
    const { z } = staff?.test ?? {};
    const own = ((6420 / 8190) * (1770 / 8190) * (31_000 - 8190)) / (8190 * 30_999);
    expect(z).toBeCloseTo((6420 / 8190 - 0.8) / Math.sqrt(own), 9);
  });

  it('for groups stand at tables that form them', () => {
    expect(more).toEqual([]);
    const byGender = made([gender], said, { 'f yes': 20, 'f no': 30, 'f na': 5, 'f total': 55 });
    const grouped = figures(byGender).comparisons.find(({ reference }) => reference.id === 'grouped');
    // How many women were asked is not known.
    expect(grouped?.here).toMatchObject({ count: 20, base: 50, asked: null });
  });
});

describe('groups', () => {
  const byGender = made([gender], said, {
    ...{ 'f yes': 20, 'f no': 30, 'f total': 50 },
    ...{ 'm yes': 10, 'm no': 90, 'm total': 100 },
    ...{ 'na total': 8, 'total total': 158 },
  });

  it('of two answers are held against each other', () => {
    const [yes] = figures(byGender).contrasts;
    expect(yes).toMatchObject({ code: 'yes', group: { codes: ['f'] }, others: { codes: ['m'] } });
    expect(yes?.rateRatio?.ratio).toBeCloseTo(4, 12);
    expect(yes?.oddsRatio?.ratio).toBeCloseTo(6, 12);
    expect(yes?.difference.difference).toBeCloseTo(0.3, 12);
    expect(figures(byArea).contrasts).toEqual([]);
  });

  const byGenderAndAge = (counts: Record<string, number>) => figures(made([gender, age], said, counts));
  const told = {
    ...{ 'f young yes': 30, 'f young no': 70, 'f young total': 100 },
    ...{ 'f old yes': 10, 'f old no': 10, 'f old total': 20 },
    ...{ 'm young yes': 10, 'm young no': 40, 'm young total': 50 },
    ...{ 'm old yes': 60, 'm old no': 70, 'm old total': 130 },
    ...{ 'total young yes': 40, 'total young no': 110, 'total young total': 150 },
    ...{ 'total old yes': 70, 'total old no': 80, 'total old total': 150 },
  };

  it('are made as old as everybody', () => {
    const [women, , men] = byGenderAndAge(told).standardised;
    expect(women).toMatchObject({ group: 'f', code: 'yes', crude: { count: 40, base: 120 } });
    expect(women?.standardised.rate).toBeCloseTo(0.5 * 0.3 + 0.5 * 0.5, 12);
    expect(men).toMatchObject({ group: 'm', code: 'yes' });
    expect(men?.standardised.rate).toBeCloseTo(0.5 * 0.2 + (0.5 * 60) / 130, 12);
  });

  it('are not made older where one age is blank', () => {
    const { 'f old yes': _, ...blank } = told;
    expect(byGenderAndAge(blank).standardised.map(({ group }) => group)).toEqual(['m', 'm']);
    const { 'total old total': __, ...noWeights } = told;
    expect(byGenderAndAge(noWeights).standardised).toEqual([]);
  });
});
