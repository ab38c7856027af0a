import { effectiveSize } from './effective-size.js';
import type { Interval, ShareIn } from './interval.js';
import { checkShare, Z95 } from './interval.js';

export interface Ratio {
  readonly ratio: number;
  /** At 95 %; null where one of the shares is 0 (for the odds ratio: or 1), because its logarithm has no error then. */
  readonly interval: Interval | null;
}

/**
 * How many times as frequent something is in a group as in the others: p of the group over p of the others. Null where
 * it never occurs among the others. Throws RangeError where a share is none.
 *
 * Source: D. Katz, J. Baptista, S. P. Azen, M. C. Pike, Obtaining confidence intervals for the risk ratio in cohort
 * studies, Biometrics 34 (1978), 469-474, method C; with finite populations.
 */
export function rateRatio(group: ShareIn, others: ShareIn): Ratio | null {
  checkShare('rateRatio', group);
  checkShare('rateRatio', others);
  if (others.p === 0) return null;
  const ratio = group.p / others.p;
  const error = (share: ShareIn): number => (1 - share.p) / (share.p * effectiveSize(share.n, share.N));
  return { ratio, interval: group.p === 0 ? null : around(ratio, error(group) + error(others)) };
}

/**
 * The odds of the group over the odds of the others. Null where the odds of the others are 0, or one of both infinite.
 * Throws RangeError where a share is none.
 *
 * Source: B. Woolf, On estimating the relation between blood group and disease, Annals of Human Genetics 19 (1955),
 * 251-253; with finite populations.
 */
export function oddsRatio(group: ShareIn, others: ShareIn): Ratio | null {
  checkShare('oddsRatio', group);
  checkShare('oddsRatio', others);
  if (others.p === 0 || others.p === 1 || group.p === 1) return null;
  const odds = ({ p }: ShareIn): number => p / (1 - p);
  const ratio = odds(group) / odds(others);
  const error = ({ p, n, N }: ShareIn): number => 1 / (p * (1 - p) * effectiveSize(n, N));
  return { ratio, interval: group.p === 0 ? null : around(ratio, error(group) + error(others)) };
}

function around(ratio: number, varianceOfLog: number): Interval {
  const spread = Math.exp(Z95 * Math.sqrt(varianceOfLog));
  return { low: ratio / spread, high: ratio * spread };
}
