/** A correlation and what chance alone gives. */
export interface Correlation {
  /** -1 to 1; 0 where one side is all ties. */
  readonly rho: number;
  /** Standard deviation of `rho` where there is no relation, over all ways to shuffle one side (within its groups). */
  readonly sd: number;
}

type Values = readonly (number | null)[];

/**
 * The ranks of numbers, from 1; equal ones share the mean of theirs. What is missing (null) lies in the middle: not to have
 * found somebody says nothing about the order.
 */
export function ranks(values: Values): number[] {
  const found = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  found.sort((a, b) => a.value - b.value);
  const result = values.map(() => (found.length + 1) / 2);
  for (let first = 0; first < found.length;) {
    let last = first;
    while (last + 1 < found.length && found[last + 1]?.value === found[first]?.value) last += 1;
    for (const { index } of found.slice(first, last + 1)) result[index] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return result;
}

/** Spearman's rank correlation. */
export function spearman(a: Values, b: Values): Correlation {
  return spearmanWithin([{ a, b }]);
}

/**
 * Spearman's correlation within groups, pooled: ranks are taken inside each group and centred there, so that what tells
 * one group from another counts for nothing.
 */
export function spearmanWithin(groups: readonly { readonly a: Values; readonly b: Values }[]): Correlation {
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  let variance = 0;
  for (const { a, b } of groups) {
    const centredA = centred(a);
    const centredB = centred(b);
    const ownA = sum(centredA.map((value) => value * value));
    const ownB = sum(centredB.map((value) => value * value));
    both += sum(centredA.map((value, index) => value * (centredB[index] ?? 0)));
    squaresA += ownA;
    squaresB += ownB;
    if (a.length > 1) variance += (ownA * ownB) / (a.length - 1);
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale === 0 ? { rho: 0, sd: 0 } : { rho: both / scale, sd: Math.sqrt(variance) / scale };
}

function centred(values: Values): number[] {
  const found = ranks(values);
  const mean = sum(found) / Math.max(found.length, 1);
  return found.map((rank) => rank - mean);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
