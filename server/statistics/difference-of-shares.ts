import { varianceOfShare } from './effective-size.js';
import type { Interval, ShareIn } from './interval.js';
import { checkShare } from './interval.js';
import { twoSidedP } from './normal.js';
import { wilson } from './wilson.js';

export interface ShareDifference {
  /** now - before, as a fraction. */
  readonly difference: number;
  /** Difference over its standard error, each share with its own variance and finite population; null where both have none. */
  readonly z: number | null;
  /** The textbook's z with one pooled share and endless populations; null where the pooled share is 0 or 1. */
  readonly zPooled: number | null;
  /** Two-sided p of `z`. */
  readonly p: number | null;
  /** Newcombe's interval for the difference, at 95 %. */
  readonly interval: Interval;
  readonly cohensH: number;
}

/**
 * How a share differs between two groups of different people, such as two waves taken as independent. Throws RangeError
 * where a share is none.
 *
 * Sources: interval: R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in
 * Medicine 17 (1998), 873-890, method 10, of Wilson's intervals with finite populations. Effect size: J. Cohen,
 * Statistical Power Analysis for the Behavioral Sciences (2nd ed. 1988), chapter 6: h = 2 asin(sqrt p2) - 2 asin(sqrt p1).
 */
export function differenceOfShares(before: ShareIn, now: ShareIn): ShareDifference {
  checkShare('differenceOfShares', before);
  checkShare('differenceOfShares', now);
  const difference = now.p - before.p;
  const error = Math.sqrt(varianceOfShare(before) + varianceOfShare(now));
  const z = error === 0 ? null : difference / error;
  const pooled = (before.p * before.n + now.p * now.n) / (before.n + now.n);
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / before.n + 1 / now.n));
  return {
    difference,
    z,
    zPooled: pooledError === 0 ? null : difference / pooledError,
    p: z === null ? null : twoSidedP(z),
    interval: newcombe(before, now),
    cohensH: 2 * Math.asin(Math.sqrt(now.p)) - 2 * Math.asin(Math.sqrt(before.p)),
  };
}

function newcombe(before: ShareIn, now: ShareIn): Interval {
  const a = intervalOf(before);
  const b = intervalOf(now);
  const difference = now.p - before.p;
  return {
    low: Math.max(-1, difference - Math.hypot(now.p - b.low, a.high - before.p)),
    high: Math.min(1, difference + Math.hypot(b.high - now.p, before.p - a.low)),
  };
}

/** Wilson's interval of a share that is known as a fraction; of one person at least, however little weights leave of n. */
export function intervalOf({ p, n, N }: ShareIn): Interval {
  return wilson(p === 1 ? n : Math.min(n, p * n), n, N);
}
