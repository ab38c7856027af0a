/** Quantile of the standard normal distribution for two-sided 95 %. */
export const Z95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A share of `n` people, as a fraction; `N`: how many were asked, where that is known and counts. */
export interface ShareIn {
  readonly p: number;
  readonly n: number;
  readonly N?: number | undefined;
}

/** Throws RangeError unless 0 <= p <= 1 and 0 < n <= N. */
export function checkShare(name: string, { p, n, N }: ShareIn): void {
  if (!(p >= 0 && p <= 1 && n > 0 && (N === undefined || N >= n)))
    throw new RangeError(`${name}: 0 <= p <= 1 and 0 < n <= N`);
}

/** Throws RangeError unless 0 <= x <= n <= N and n >= 1. */
export function checkCounts(name: string, x: number, n: number, N?: number): void {
  if (!(n >= 1 && x >= 0 && x <= n && (N === undefined || N >= n)))
    throw new RangeError(`${name}: 0 <= x <= n <= N, n >= 1`);
}
