import type { Containment } from './containment.js';
import { isBlank, type State } from './state.js';

/** A cell that is told, and those of its parts that are told: the others are a few people, which a subtraction shows. */
export interface Remainder {
  readonly whole: number;
  readonly told: readonly number[];
}

/** Sums of blanks that a reader finds by one subtraction and that hold 1 to k - 1 people. */
export function findRemainders(state: State, containments: readonly Containment[]): Remainder[] {
  return containments.flatMap((containment) => {
    const { inner, outer, outerOf, addsUp } = containment;
    if (!addsUp) return [];
    const rest = new Int32Array(outer.grid.size);
    outerOf.forEach((cell, position) => {
      const part = inner.grid.base + position;
      const index = cell - outer.grid.base;
      if (isBlank(state, part)) rest[index] = (rest[index] ?? 0) + (state.counts[part] ?? 0);
    });
    return [...rest.keys()]
      .filter((index) => isFew(rest[index] ?? 0, state) && !isBlank(state, outer.grid.base + index))
      .map((index) => partsOf(state, containment, outer.grid.base + index));
  });
}

function partsOf(state: State, { inner, outerOf }: Containment, whole: number): Remainder {
  const parts = [...outerOf.keys()]
    .filter((position) => outerOf[position] === whole)
    .map((position) => inner.grid.base + position);
  return { whole, told: parts.filter((cell) => !isBlank(state, cell)) };
}

/** Pairs of cells that are told, one within the other, that differ by 1 to k - 1 people: [outer, inner]. */
export function findDifferences(state: State, containments: readonly Containment[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (const { inner, outerOf } of containments)
    outerOf.forEach((outer, position) => {
      if (outer < 0) return;
      const part = inner.grid.base + position;
      const difference = (state.counts[outer] ?? 0) - (state.counts[part] ?? 0);
      if (isFew(difference, state) && !isBlank(state, part) && !isBlank(state, outer))
        pairs.push([outer, part]);
    });
  return pairs;
}

function isFew(people: number, { policy }: State): boolean {
  return people > 0 && people < policy.k;
}
