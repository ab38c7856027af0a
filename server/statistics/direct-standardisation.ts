import { intervalOf } from './difference-of-shares.js';
import type { Interval } from './interval.js';

export interface Stratum {
  /** Share in the stratum, as a fraction. */
  readonly rate: number;
  /** Of the stratum in the standard population; only their proportions count. */
  readonly weight: number;
  /** How many people the rate is a share of, and how many were asked; without n there is no interval. */
  readonly n?: number | undefined;
  readonly N?: number | undefined;
}

export interface Standardised {
  readonly rate: number;
  /** At 95 %; null where a stratum has no n. */
  readonly interval: Interval | null;
}

/**
 * The share that a group would have if its strata (of age) were as large as those of a standard population: the mean of
 * the strata's rates by the standard's weights. Throws RangeError where there is no stratum, a rate is no share, a weight
 * is negative or all are 0.
 *
 * Sources: direct standardisation: K. J. Rothman, S. Greenland, T. L. Lash, Modern Epidemiology (3rd ed. 2008), chapter 4.
 * Interval: G. Y. Zou, W. Huang, X. Zhang, A note on confidence interval estimation for a linear function of binomial
 * proportions, Computational Statistics & Data Analysis 53 (2009), 1080-1085, of Wilson's intervals.
 */
export function directStandardisation(groups: readonly Stratum[]): Standardised {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0) || groups.some(({ rate, weight }) => !(weight >= 0 && rate >= 0 && rate <= 1)))
    throw new RangeError('directStandardisation: rates between 0 and 1, weights of more than 0 together');
  const rate = groups.reduce((sum, group) => sum + group.rate * (group.weight / total), 0);
  let below = 0;
  let above = 0;
  for (const { rate: p, weight, n, N } of groups) {
    if (n === undefined) return { rate, interval: null };
    const { low, high } = intervalOf({ p, n, N });
    below += ((weight / total) * (p - low)) ** 2;
    above += ((weight / total) * (high - p)) ** 2;
  }
  const interval = { low: Math.max(0, rate - Math.sqrt(below)), high: Math.min(1, rate + Math.sqrt(above)) };
  return { rate, interval };
}
