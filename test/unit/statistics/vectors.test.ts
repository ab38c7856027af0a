import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../server/paths.js';
import { adjustedWald } from '../../../server/statistics/adjusted-wald.js';
import { differenceOfShares } from '../../../server/statistics/difference-of-shares.js';
import { effectiveSize } from '../../../server/statistics/effective-size.js';
import { kish } from '../../../server/statistics/kish.js';
import { worstCaseBounds } from '../../../server/statistics/non-response.js';
import { rake } from '../../../server/statistics/rake.js';
import { oddsRatio, rateRatio } from '../../../server/statistics/ratios.js';
import { representation } from '../../../server/statistics/representation.js';
import { responseRate2 } from '../../../server/statistics/response-rate.js';
import { roundTo } from '../../../server/statistics/round-to.js';
import { wilson } from '../../../server/statistics/wilson.js';
import vectors from './vectors.json' with { type: 'json' };

/** To 1e-9, and for what is far from 1 (a p of 1e-56) to 1e-9 of itself as well. */
function expectNear(actual: number | null, expected: number | undefined, tolerance = 1e-9): void {
  if (expected === undefined) throw new Error('the vector has no such number');
  expect(actual).not.toBeNull();
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance);
  if (expected !== 0) expect(Math.abs((actual ?? Number.NaN) / expected - 1)).toBeLessThanOrEqual(tolerance);
}

it('the vectors are those that were agreed on', () => {
  const file = join(projectRoot, '../shared/instrument/methods-testvectors.json');
  if (!existsSync(file)) return;
  expect(vectors).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

it('there is no vector that nothing is held to', () => {
  expect(Object.keys(vectors).sort()).toEqual([
    'adjusted_wald_fpc_from_R_statpsych_docs',
    'leadership_ratio',
    'note',
    'raking',
    'representation_index',
    'response_rates',
    'round_to_multiple_of_5',
    'two_wave_difference',
    'wilson_with_fpc',
  ]);
});

it.each(vectors.adjusted_wald_fpc_from_R_statpsych_docs)(
  'adjusted Wald: $x of $n of $N',
  ({ x, n, N, expected, computed }) => {
    const { estimate, standardError, interval } = adjustedWald(x, n, N);
    const all = [estimate, standardError, interval.low, interval.high];
    all.forEach((value, at) => {
      expectNear(value, computed[at]);
      // As printed in R's documentation: seven digits.
      expect(Number(value.toPrecision(7))).toBeCloseTo(expected[at] ?? Number.NaN, 7);
    });
  },
);

it.each(vectors.wilson_with_fpc)('Wilson and worst case: $label', (row) => {
  const { x, n, N } = row;
  expectNear(x / n, row.p);
  if (row.n_eff_fpc === null) expect(effectiveSize(n, N)).toBe(Number.POSITIVE_INFINITY);
  else expectNear(effectiveSize(n, N), row.n_eff_fpc);
  expectNear(wilson(x, n, N).low, row.wilson_fpc[0]);
  expectNear(wilson(x, n, N).high, row.wilson_fpc[1]);
  expectNear(wilson(x, n).low, row.wilson_no_fpc[0]);
  expectNear(wilson(x, n).high, row.wilson_no_fpc[1]);
  expectNear(worstCaseBounds(x, n, N).low, row.worst_case_bounds[0]);
  expectNear(worstCaseBounds(x, n, N).high, row.worst_case_bounds[1]);
});

it.each(vectors.two_wave_difference)('difference: $label', (row) => {
  const found = differenceOfShares({ p: row.p1, n: row.n1, N: row.N1 }, { p: row.p2, n: row.n2, N: row.N2 });
  expectNear(found.difference, row.d);
  expectNear(found.z, row.z_unpooled_fpc);
  expectNear(found.zPooled, row.z_pooled_no_fpc);
  expectNear(found.p, row.p_two_sided_unpooled_fpc);
  expectNear(found.interval.low, row.newcombe_fpc[0]);
  expectNear(found.interval.high, row.newcombe_fpc[1]);
  expectNear(found.cohensH, row.cohens_h);
});

it.each(vectors.representation_index)('representation: $label', (row) => {
  const found = representation(row, { share: row.p_ref, standardError: row.se_ref });
  expectNear(found.index, row.ri);
  expectNear(found.gap * 100, row.gap_pp);
  expectNear(found.interval.low, row.ci[0]);
  expectNear(found.interval.high, row.ci[1]);
  expectNear(found.standardErrorOfLog, row.se_log);
});

it.each(vectors.leadership_ratio)('leadership: $label', (row) => {
  // The shares and bases are named in the label only; no number of those asked is known for the groups.
  const [with_, without] = [
    { p: 0.172, n: 1770 },
    { p: 0.244, n: 6420 },
  ];
  expect(row.label).toContain('17.2 % vs 24.4 % in leadership, bases 1770 and 6420');
  expectNear(rateRatio(with_, without)?.ratio ?? null, row.rate_ratio);
  expectNear(oddsRatio(with_, without)?.ratio ?? null, row.odds_ratio);
  const found = differenceOfShares(without, with_);
  expectNear(found.difference, row.d);
  expectNear(found.z, row.z_unpooled_fpc);
  expectNear(found.interval.low, row.newcombe_fpc[0]);
  expectNear(found.interval.high, row.newcombe_fpc[1]);
});

describe.each(vectors.raking)('raking', (row) => {
  const keys = Object.keys(row.cells_n) as (keyof typeof row.cells_n)[];
  const cells = keys.map((key) => ({ categories: key.split('|'), count: row.cells_n[key] }));
  const { weights, iterations, converged } = rake(cells, [row.row_totals, row.col_totals]);

  it('gives the weights', () => {
    keys.forEach((key, at) => {
      expectNear(weights[at] ?? null, row.weights[key]);
    });
    expect({ iterations, converged }).toEqual({ iterations: row.iterations, converged: true });
  });

  it('gives Kish’s design effect, and shares with and without weights', () => {
    const counts = cells.map(({ count }) => count);
    const { deff, effective } = kish(weights, counts);
    expectNear(deff, row.kish_deff);
    expectNear(effective, row.kish_n_eff);
    const share = (of: readonly number[]): number =>
      keys.reduce((sum, key, at) => sum + row.migrants_n[key] * (of[at] ?? 0), 0) /
      counts.reduce((sum, count, at) => sum + count * (of[at] ?? 0), 0);
    expectNear(share(counts.map(() => 1)), row.share_unweighted);
    expectNear(share(weights), row.share_weighted);
  });
});

it.each(vectors.round_to_multiple_of_5)('rounds $in to $out', (row) => {
  expect(roundTo(row.in, 5)).toBe(row.out);
});

it.each(vectors.response_rates)('response rate: $label', ({ I_plus_P, N, RR2 }) => {
  expectNear(responseRate2(I_plus_P, N), RR2);
});
