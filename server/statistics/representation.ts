import { effectiveSize } from './effective-size.js';
import type { Interval } from './interval.js';
import { checkCounts, Z95 } from './interval.js';
import { wilson } from './wilson.js';

export interface Representation {
  /** Share here over share there: 1 is parity, 0.5 half as many as there would have to be. */
  readonly index: number;
  /** Of the index, at 95 %. */
  readonly interval: Interval;
  /** Standard error of the logarithm of the index; null where the share is 0. */
  readonly standardErrorOfLog: number | null;
  /** Share here - share there, as a fraction. */
  readonly gap: number;
  /** Of the gap, at 95 %. */
  readonly gapInterval: Interval;
}

/**
 * How a share x / n of a staff of N stands to the share in a population. Where the population's share has a standard
 * error (a sample such as the microcensus), it counts; without one it is taken as fixed. Throws RangeError unless
 * 0 <= x <= n <= N, n >= 1 and 0 < share <= 1.
 *
 * Sources: interval of the index by the logarithm, as for a ratio of two shares (J. L. Fleiss, B. Levin, M. C. Paik,
 * Statistical Methods for Rates and Proportions, 3rd ed. 2003, chapter 6), of a share of 0 by Wilson's upper end;
 * interval of the gap: Wilson's, put together with the reference's as by Newcombe (1998), method 10.
 */
export function representation(
  { x, n, N }: { readonly x: number; readonly n: number; readonly N?: number | undefined },
  reference: { readonly share: number; readonly standardError?: number | undefined },
): Representation {
  checkCounts('representation', x, n, N);
  const { share, standardError = 0 } = reference;
  if (!(share > 0 && share <= 1 && standardError >= 0))
    throw new RangeError('representation: 0 < share <= 1, standardError >= 0');
  const p = x / n;
  const own = wilson(x, n, N);
  const gap = p - share;
  const there = Z95 * standardError;
  const gapInterval = {
    low: gap - Math.hypot(p - own.low, there),
    high: gap + Math.hypot(own.high - p, there),
  };
  const index = p / share;
  if (x === 0) {
    const interval = { low: 0, high: own.high / share };
    return { index, interval, standardErrorOfLog: null, gap, gapInterval };
  }
  const standardErrorOfLog = Math.sqrt((1 - p) / (p * effectiveSize(n, N)) + (standardError / share) ** 2);
  const spread = Math.exp(Z95 * standardErrorOfLog);
  return {
    index,
    interval: { low: index / spread, high: index * spread },
    standardErrorOfLog,
    gap,
    gapInterval,
  };
}
