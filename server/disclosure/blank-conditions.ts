import { containmentsOf } from './containment.js';
import type { Cube } from './cube.js';
import { Lattice } from './lattice.js';
import type { Policy } from './policy.js';
import { isBlank, startState } from './state.js';

/** Of these cells, told so far, at least one becomes blank; with `only`, that one does not stay the only one. */
export interface BlankCondition {
  /** Shared by all conditions of a relation: there may be as many of them as it has cells. */
  readonly cells: readonly number[];
  /** One of the cells: where it is blank, another one is. Null: some cell is blank in any case. */
  readonly only: number | null;
}

/**
 * What holds in each single relation between a told cell and the parts it adds up from, whatever else is blank: parts that
 * are blank already and hold fewer than k people need one more blank, and no blank stays the only one of its relation,
 * because a subtraction would tell it. Necessary for every safe release without useless blanks, and far from sufficient.
 */
export function blankConditions(cube: Cube, policy: Policy): BlankCondition[] {
  const { counts } = cube;
  const state = startState(cube, policy);
  const conditions: BlankCondition[] = [];
  for (const { outer, inner, outerOf, addsUp } of containmentsOf(new Lattice(cube))) {
    if (!addsUp) continue;
    const partsOf = new Map<number, number[]>();
    outerOf.forEach((whole, position) => {
      const parts = partsOf.get(whole) ?? [];
      parts.push(inner.grid.base + position);
      partsOf.set(whole, parts);
    });
    for (let whole = outer.grid.base; whole < outer.grid.base + outer.grid.size; whole += 1) {
      if ((counts[whole] ?? 0) === 0 || isBlank(state, whole)) continue;
      const parts = partsOf.get(whole) ?? [];
      const told = parts.filter((part) => !isBlank(state, part) && (counts[part] ?? 0) > 0);
      const blank = parts.filter((part) => isBlank(state, part));
      const people = blank.reduce((sum, part) => sum + (counts[part] ?? 0), 0);
      const cells = [whole, ...told];
      if (blank.length === 0) for (const only of cells) conditions.push({ cells, only });
      else if (people < policy.k) conditions.push({ cells, only: null });
    }
  }
  return conditions;
}
