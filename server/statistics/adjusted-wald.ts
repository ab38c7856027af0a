import type { Interval } from './interval.js';
import { checkCounts, Z95 } from './interval.js';

export interface AdjustedWald {
  /** (x + 2) / (n + 4). */
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: Interval;
}

/**
 * The adjusted Wald interval at 95 %: two successes and two failures are added before an ordinary interval is made, with
 * the correction for a population of N. Coarser than Wilson's, and here to be held against other programs. Throws
 * RangeError unless 0 <= x <= n <= N, n >= 1 and N > 1.
 *
 * Source: A. Agresti, B. A. Coull, Approximate is better than "exact" for interval estimation of binomial proportions, The
 * American Statistician 52 (1998), 119-126; with a finite population as in R's statpsych::ci.prop.fpc (D. G. Bonett).
 */
export function adjustedWald(x: number, n: number, N: number): AdjustedWald {
  checkCounts('adjustedWald', x, n, N);
  if (!(N > 1)) throw new RangeError('adjustedWald: N > 1');
  const estimate = (x + 2) / (n + 4);
  const standardError = Math.sqrt(((estimate * (1 - estimate)) / (n + 4)) * ((N - n) / (N - 1)));
  const half = Z95 * standardError;
  const interval = { low: Math.max(0, estimate - half), high: Math.min(1, estimate + half) };
  return { estimate, standardError, interval };
}
