/**
 * How many answers out of an endless population would be worth as much as n out of N without replacement:
 * n (N - 1) / (N - n), and infinitely many where all N answered (Cochran 1977, Sampling Techniques, section 2.6). n itself
 * where N is not known. Throws RangeError unless 0 < n <= N.
 */
export function effectiveSize(n: number, N?: number): number {
  if (!(n > 0 && (N === undefined || N >= n))) throw new RangeError('effectiveSize: 0 < n <= N');
  if (N === undefined) return n;
  return N === n ? Number.POSITIVE_INFINITY : (n * (N - 1)) / (N - n);
}

/** Variance of a share; 0 where everybody answered. Throws as `effectiveSize` does. */
export function varianceOfShare({ p, n, N }: { p: number; n: number; N?: number | undefined }): number {
  return (p * (1 - p)) / effectiveSize(n, N);
}
