/** Quantile of the standard normal distribution for two-sided 95 %. */
const z = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval (1927) for the share x / n at 95 %, both ends between 0 and 1. Where the number N of those who
 * were asked is given, n is replaced by the effective n (N - 1) / (N - n): who took part is then taken as a random draw
 * without replacement. N = n gives an interval of no width. Throws unless 0 <= x <= n <= N and n >= 1.
 * Held to methods-testvectors.json (1e-9) in test/unit/report/wilson.test.ts.
 */
export function wilson(x: number, n: number, N?: number): Interval {
  if (!(n >= 1 && x >= 0 && x <= n && (N === undefined || N >= n)))
    throw new RangeError('wilson: 0 <= x <= n <= N, n >= 1');
  const p = x / n;
  if (N === n) return { low: p, high: p };
  const effective = N === undefined ? n : (n * (N - 1)) / (N - n);
  const scale = 1 + z ** 2 / effective;
  const centre = (p + z ** 2 / (2 * effective)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / effective + z ** 2 / (4 * effective ** 2));
  return { low: x === 0 ? 0 : Math.max(0, centre - half), high: x === n ? 1 : Math.min(1, centre + half) };
}
