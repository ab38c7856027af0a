import type { Interval } from './interval.js';
import { checkCounts } from './interval.js';

/**
 * Between what and what the share among all N lies whatever those say who did not answer: none of them, all of them.
 * Nothing is assumed; where few answered it says that little is known. Throws RangeError unless 0 <= x <= n <= N, n >= 1.
 *
 * Source: C. F. Manski, Partial Identification of Probability Distributions (2003), chapter 1.
 */
export function worstCaseBounds(x: number, n: number, N: number): Interval {
  checkCounts('worstCaseBounds', x, n, N);
  return { low: x / N, high: (x + (N - n)) / N };
}

/**
 * The same for a single question: `base` answered it, `missing` were asked and gave no answer. Throws RangeError unless
 * 0 <= x <= base, base >= 1 and missing >= 0.
 */
export function itemNonResponseBounds(x: number, base: number, missing: number): Interval {
  if (!(missing >= 0)) throw new RangeError('itemNonResponseBounds: missing >= 0');
  return worstCaseBounds(x, base, base + missing);
}

/**
 * The share among all N, if the share among those who did not answer were `ratio` times the one among those who did
 * (never more than 1): how much a result depends on the others being alike. Throws as `worstCaseBounds` does, and for a
 * ratio below 0.
 *
 * Source: R. J. A. Little, D. B. Rubin, Statistical Analysis with Missing Data (3rd ed. 2019), chapter 15 (pattern mixtures).
 */
export function shareIfOthersDiffer(x: number, n: number, N: number, ratio: number): number {
  checkCounts('shareIfOthersDiffer', x, n, N);
  if (!(ratio >= 0)) throw new RangeError('shareIfOthersDiffer: ratio >= 0');
  return (x + (N - n) * Math.min(1, (ratio * x) / n)) / N;
}

/**
 * How large the share among those who did not answer would have to be for the share among all N to be `target`. Below 0
 * or above 1: no answers of theirs could bring it there. Null where everybody answered. Throws as `worstCaseBounds` does.
 */
export function shareOfOthersFor(target: number, x: number, n: number, N: number): number | null {
  checkCounts('shareOfOthersFor', x, n, N);
  return N === n ? null : (target * N - x) / (N - n);
}
