export interface DesignEffect {
  /** How many times as large the variance becomes by the weights; 1 where all are equal. */
  readonly deff: number;
  /** How many answers of equal weight would be worth as much. */
  readonly effective: number;
}

/**
 * What unequal weights cost: deff = n sum(w^2) / (sum w)^2. `counts`: how many people have each of the weights. It holds
 * where weights have nothing to do with what is measured; where they have, it is too pessimistic. Throws RangeError where
 * the lists differ in length, a weight or count is negative, or nobody has a weight.
 *
 * Source: L. Kish, Survey Sampling (1965), section 11.7.
 */
export function kish(weights: readonly number[], counts: readonly number[]): DesignEffect {
  if (weights.length !== counts.length || [...weights, ...counts].some((value) => !(value >= 0)))
    throw new RangeError('kish: as many counts as weights, none of them negative');
  let n = 0;
  let sum = 0;
  let squares = 0;
  weights.forEach((weight, at) => {
    const count = counts[at] ?? 0;
    n += count;
    sum += count * weight;
    squares += count * weight ** 2;
  });
  if (sum === 0) throw new RangeError('kish: nobody has a weight');
  const deff = (n * squares) / sum ** 2;
  return { deff, effective: n / deff };
}
