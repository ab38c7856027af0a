import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedWald } from '../../server/statistics/adjusted-wald.js';
import { differenceOfShares } from '../../server/statistics/difference-of-shares.js';
import { directStandardisation } from '../../server/statistics/direct-standardisation.js';
import { effectiveSize } from '../../server/statistics/effective-size.js';
import { kish } from '../../server/statistics/kish.js';
import {
  itemNonResponseBounds,
  shareIfOthersDiffer,
  shareOfOthersFor,
  worstCaseBounds,
} from '../../server/statistics/non-response.js';
import { twoSidedP } from '../../server/statistics/normal.js';
import type { RakeCell } from '../../server/statistics/rake.js';
import { rake } from '../../server/statistics/rake.js';
import { oddsRatio, rateRatio } from '../../server/statistics/ratios.js';
import { representation } from '../../server/statistics/representation.js';
import { roundTo } from '../../server/statistics/round-to.js';
import { wilson } from '../../server/statistics/wilson.js';

/** x of n of N. */
const counts = fc
  .record({
    n: fc.integer({ min: 1, max: 5000 }),
    more: fc.integer({ min: 0, max: 20_000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ n, more, part }) => ({ x: Math.round(part * n), n, N: n + more }));
const tiny = 1e-12;

describe('intervals', () => {
  it('hold the estimate, lie between 0 and 1, and are narrower where the population is small', () => {
    fc.assert(
      fc.property(counts, ({ x, n, N }) => {
        const p = x / n;
        const [inner, outer] = [wilson(x, n, N), wilson(x, n)];
        expect(inner.low).toBeLessThanOrEqual(p + tiny);
        expect(inner.high).toBeGreaterThanOrEqual(p - tiny);
        expect(outer.low).toBeGreaterThanOrEqual(0);
        expect(outer.high).toBeLessThanOrEqual(1);
        expect(inner.low).toBeGreaterThanOrEqual(outer.low - tiny);
        expect(inner.high).toBeLessThanOrEqual(outer.high + tiny);
        expect(effectiveSize(n, N)).toBeGreaterThanOrEqual(n);
      }),
    );
  });

  it('of the adjusted Wald kind hold their own estimate', () => {
    fc.assert(
      fc.property(counts, ({ x, n, N }) => {
        if (N < 2) return;
        const { estimate, interval } = adjustedWald(x, n, N);
        expect(interval.low <= estimate && estimate <= interval.high).toBe(true);
      }),
    );
  });

  it('of a difference hold it, turn round with it, and shrink to it where everybody answered', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const before = { p: a.x / a.n, n: a.n, N: a.N };
        const now = { p: b.x / b.n, n: b.n, N: b.N };
        const there = differenceOfShares(before, now);
        const back = differenceOfShares(now, before);
        expect(there.interval.low).toBeLessThanOrEqual(there.difference + tiny);
        expect(there.interval.high).toBeGreaterThanOrEqual(there.difference - tiny);
        expect(back.interval.low).toBeCloseTo(-there.interval.high, 10);
        expect(back.cohensH).toBeCloseTo(-there.cohensH, 10);
        const counted = differenceOfShares({ ...before, N: a.n }, { ...now, N: b.n });
        expect(counted.interval.high - counted.interval.low).toBeCloseTo(0, 10);
        expect(counted.z).toBeNull();
      }),
    );
  });

  it('of ratios hold them, and turn upside down with them', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const [one, other] = [
          { p: a.x / a.n, n: a.n, N: a.N },
          { p: b.x / b.n, n: b.n, N: b.N },
        ];
        for (const ratioOf of [rateRatio, oddsRatio]) {
          const there = ratioOf(one, other);
          const back = ratioOf(other, one);
          const [a95, b95] = [there?.interval ?? null, back?.interval ?? null];
          if (there === null || back === null || a95 === null || b95 === null) continue;
          expect(a95.low).toBeLessThanOrEqual(there.ratio * (1 + tiny));
          expect(a95.high).toBeGreaterThanOrEqual(there.ratio * (1 - tiny));
          expect(there.ratio * back.ratio).toBeCloseTo(1, 9);
          expect(a95.low * b95.high).toBeCloseTo(1, 9);
        }
        expect(rateRatio(one, { ...other, p: 0 })).toBeNull();
        expect(oddsRatio(one, { ...other, p: 1 })).toBeNull();
      }),
    );
  });

  it('of representation hold index and gap, and widen with the error of the reference', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 1, noNaN: true }), (sample, share) => {
        const fixed = representation(sample, { share });
        const loose = representation(sample, { share, standardError: 0.02 });
        expect(fixed.interval.low).toBeLessThanOrEqual(fixed.index + tiny);
        expect(fixed.interval.high).toBeGreaterThanOrEqual(fixed.index - tiny);
        expect(fixed.gapInterval.low).toBeLessThanOrEqual(fixed.gap + tiny);
        expect(fixed.gapInterval.high).toBeGreaterThanOrEqual(fixed.gap - tiny);
        expect(loose.gapInterval.low).toBeLessThan(fixed.gapInterval.low);
        if (sample.x > 0) expect(loose.interval.high).toBeGreaterThan(fixed.interval.high);
      }),
    );
  });
});

describe('non-response', () => {
  it('stays within the worst case whatever the others are like, and finds what they would have to be', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 5, noNaN: true }), ({ x, n, N }, ratio) => {
        const bounds = worstCaseBounds(x, n, N);
        const share = shareIfOthersDiffer(x, n, N, ratio);
        expect(share).toBeGreaterThanOrEqual(bounds.low - tiny);
        expect(share).toBeLessThanOrEqual(bounds.high + tiny);
        expect(shareIfOthersDiffer(x, n, N, 1)).toBeCloseTo(x / n, 10);
        const needed = shareOfOthersFor(bounds.low, x, n, N);
        if (N > n) expect(needed).toBeCloseTo(0, 8);
        else expect(needed).toBeNull();
        expect(itemNonResponseBounds(x, n, N - n)).toEqual(bounds);
      }),
    );
  });
});

describe('weights', () => {
  const grid = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 6, maxLength: 6 });
  const cellsOf = (sizes: readonly number[]): RakeCell[] =>
    sizes.map((count, at) => ({ categories: [`r${String(at % 2)}`, `c${String(at % 3)}`], count }));
  const margins = fc
    .record({
      rows: fc.integer({ min: 200, max: 2000 }),
      a: fc.integer({ min: 100, max: 900 }),
      b: fc.integer({ min: 100, max: 900 }),
    })
    .map(({ rows, a, b }) => [
      { r0: rows, r1: 3000 - rows },
      { c0: a, c1: b, c2: 3000 - a - b },
    ]);
  const sums = (
    cells: readonly RakeCell[],
    weights: readonly number[],
    position: number,
    category: string,
  ): number =>
    cells.reduce(
      (sum, cell, at) =>
        cell.categories[position] === category ? sum + cell.count * (weights[at] ?? 0) : sum,
      0,
    );

  it('hit every margin, and keep the odds ratios of the sample', () => {
    fc.assert(
      fc.property(grid, margins, (sizes, wanted) => {
        const cells = cellsOf(sizes);
        const { weights, converged } = rake(cells, wanted);
        expect(converged).toBe(true);
        wanted.forEach((margin, position) => {
          for (const [category, total] of Object.entries(margin))
            expect(sums(cells, weights, position, category) / total).toBeCloseTo(1, 9);
        });
        // Weights of raking are a product of one factor for each category.
        const [r0c0 = 0, r1c1 = 0, , , r0c1 = 0] = weights;
        const r1c0 = weights[3] ?? 0;
        expect((r0c0 * r1c1) / (r0c1 * r1c0)).toBeCloseTo(1, 8);
      }),
    );
  });

  it('are never larger than the limit where they are trimmed, and keep as many people where that can be', () => {
    fc.assert(
      fc.property(grid, margins, fc.double({ min: 1.2, max: 5, noNaN: true }), (sizes, wanted, trim) => {
        const cells = cellsOf(sizes);
        const { weights, converged, largestError } = rake(cells, wanted, { trim });
        const limit = (trim * 3000) / sizes.reduce((sum, size) => sum + size, 0);
        for (const weight of weights) expect(weight).toBeLessThanOrEqual(limit * (1 + 1e-9));
        if (converged) expect(largestError).toBeLessThanOrEqual(1e-12);
        else expect(largestError).toBeGreaterThan(1e-12);
      }),
    );
  });

  it('of one margin are its total over the people in it', () => {
    const cells = [
      { categories: ['a'], count: 10 },
      { categories: ['b'], count: 40 },
    ];
    expect(rake(cells, [{ a: 50, b: 60 }]).weights).toEqual([5, 1.5]);
    const trimmed = rake(cells, [{ a: 50, b: 60 }], { trim: 2 });
    expect(trimmed.weights[0]).toBeCloseTo(4.4, 10);
    expect(trimmed).toMatchObject({ trimmed: 1, converged: false });
  });

  it('are refused where nothing sensible can come out', () => {
    const cells = [
      { categories: ['a'], count: 10 },
      { categories: ['b'], count: 0 },
    ];
    for (const margin of [{ a: 5 }, { a: 5, b: 1 }, { a: -1, b: 0 }, { a: 0, b: 0 }])
      expect(() => rake(cells, [margin])).toThrow(RangeError);
    expect(() => rake(cells, [{ a: 5, b: 0 }], { trim: 0.5 })).toThrow(RangeError);
    expect(() => rake([], [])).toThrow(RangeError);
    expect(rake(cells, [{ a: 5, b: 0 }]).weights).toEqual([0.5, 0]);
  });

  it('cost nothing where they are equal, and never give anything', () => {
    fc.assert(
      fc.property(
        grid,
        fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (sizes, weights) => {
          const n = sizes.reduce((sum, size) => sum + size, 0);
          expect(
            kish(
              sizes.map(() => 3.3),
              sizes,
            ).effective,
          ).toBeCloseTo(n, 6);
          const { deff, effective } = kish(weights, sizes);
          expect(deff).toBeGreaterThanOrEqual(1 - tiny);
          expect(effective).toBeGreaterThanOrEqual(1 - tiny);
        },
      ),
    );
  });
});

describe('standardisation', () => {
  const strata = fc.array(fc.record({ counts, weight: fc.double({ min: 0.01, max: 100, noNaN: true }) }), {
    minLength: 1,
    maxLength: 6,
  });
  it('is the mean where weights are equal, lies among the rates, and holds its estimate', () => {
    fc.assert(
      fc.property(strata, (list) => {
        const groups = list.map(({ counts: { x, n, N }, weight }) => ({ rate: x / n, weight, n, N }));
        const rates = groups.map(({ rate }) => rate);
        const { rate, interval } = directStandardisation(groups);
        expect(rate).toBeGreaterThanOrEqual(Math.min(...rates) - tiny);
        expect(rate).toBeLessThanOrEqual(Math.max(...rates) + tiny);
        expect(interval === null || (interval.low <= rate + tiny && interval.high >= rate - tiny)).toBe(true);
        const equal = directStandardisation(groups.map((group) => ({ ...group, weight: 7 })));
        expect(equal.rate).toBeCloseTo(rates.reduce((sum, one) => sum + one, 0) / rates.length, 10);
        const [first] = groups;
        if (groups.length === 1 && first !== undefined)
          expect(interval?.low).toBeCloseTo(wilson(first.rate * first.n, first.n, first.N).low, 9);
      }),
    );
  });

  it('has no interval where a base is not known, and is refused without weights', () => {
    expect(directStandardisation([{ rate: 0.5, weight: 1 }])).toEqual({ rate: 0.5, interval: null });
    expect(() => directStandardisation([])).toThrow(RangeError);
    expect(() => directStandardisation([{ rate: 0.5, weight: 0 }])).toThrow(RangeError);
    expect(() => directStandardisation([{ rate: 1.5, weight: 1 }])).toThrow(RangeError);
  });
});

describe('small things', () => {
  it('rounds to the nearest multiple', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 100 }), (count, step) => {
        const rounded = roundTo(count, step);
        expect(rounded % step).toBe(0);
        expect(Math.abs(rounded - count)).toBeLessThanOrEqual(step / 2);
      }),
    );
    expect(() => roundTo(1, 0)).toThrow(RangeError);
  });

  it('knows the normal distribution', () => {
    expect(twoSidedP(0)).toBe(1);
    expect(twoSidedP(1.959963984540054)).toBeCloseTo(0.05, 13);
    expect(twoSidedP(-2.5758293035489004)).toBeCloseTo(0.01, 13);
    // Both ways of calculating it meet.
    expect(twoSidedP(2.9999999999) / twoSidedP(3)).toBeCloseTo(1, 8);
    expect(twoSidedP(3) / 0.0026997960632601866).toBeCloseTo(1, 12);
  });

  it('refuses what is no share', () => {
    expect(() => differenceOfShares({ p: 1.1, n: 5 }, { p: 0, n: 5 })).toThrow(RangeError);
    expect(() => rateRatio({ p: 0.5, n: 5, N: 4 }, { p: 0.1, n: 5 })).toThrow(RangeError);
    expect(() => worstCaseBounds(1, 5, 4)).toThrow(RangeError);
    expect(() => representation({ x: 1, n: 5 }, { share: 0 })).toThrow(RangeError);
    expect(() => kish([1], [0])).toThrow(RangeError);
  });
});
