import { effectiveSize } from './effective-size.js';
import type { Interval } from './interval.js';
import { checkCounts, Z95 } from './interval.js';

export type { Interval } from './interval.js';

/**
 * Wilson's score interval (1927) for the share x / n at 95 %, both ends between 0 and 1. Where the number N of those who
 * were asked is given, n is replaced by the effective n (N - 1) / (N - n): who took part is then taken as a random draw
 * without replacement. N = n gives an interval of no width. Throws RangeError unless 0 <= x <= n <= N and n >= 1.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
 */
export function wilson(x: number, n: number, N?: number): Interval {
  checkCounts('wilson', x, n, N);
  const p = x / n;
  if (N === n) return { low: p, high: p };
  const effective = effectiveSize(n, N);
  const scale = 1 + Z95 ** 2 / effective;
  const centre = (p + Z95 ** 2 / (2 * effective)) / scale;
  const half = (Z95 / scale) * Math.sqrt((p * (1 - p)) / effective + Z95 ** 2 / (4 * effective ** 2));
  return { low: x === 0 ? 0 : Math.max(0, centre - half), high: x === n ? 1 : Math.min(1, centre + half) };
}
