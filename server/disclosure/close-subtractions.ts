import type { Containment } from './containment.js';
import type { Coverage } from './coverage.js';
import type { Lattice } from './lattice.js';
import { isBlank, type State } from './state.js';
import { findDifferences, findRemainders, type Remainder } from './subtractions.js';

/** Of the cells that may be blanked to hide a remainder the smallest are tried first; more are tried only if they fail. */
const MOST_PARTNERS = 4;

/**
 * Blanks more where a subtraction of what is told would leave 1 to k - 1 people: a further part of the same whole, with
 * worlds in which people go to and fro between it and the others, so that it can't be worked out in turn. Ends because
 * blanks only grow.
 */
export function closeSubtractions(
  lattice: Lattice,
  state: State,
  coverage: Coverage,
  containments: readonly Containment[],
): void {
  for (;;) {
    const remainders = findRemainders(state, containments);
    for (const remainder of remainders) {
      const stillThere = sumOf(state, remainder) < state.policy.k && !isBlank(state, wholeOf(remainder));
      if (stillThere) close(lattice, state, coverage, remainder);
    }
    const differences = findDifferences(state, containments);
    for (const [outer, inner] of differences)
      if (!isBlank(state, outer) && !isBlank(state, inner)) coverage.need(inner);
    if (remainders.length === 0 && differences.length === 0) return;
  }
}

function sumOf({ counts }: State, { blanks }: Remainder): number {
  return blanks.reduce((sum, cell) => sum + (counts[cell] ?? 0), 0);
}

function wholeOf({ containment, blanks }: Remainder): number {
  return containment.outerOf[(blanks[0] ?? 0) - containment.inner.grid.base] ?? 0;
}

function close(lattice: Lattice, state: State, coverage: Coverage, remainder: Remainder): void {
  const told = remainder.told.filter((cell) => !isBlank(state, cell));
  if (told.length < remainder.told.length) return;
  const size = (cell: number): number => state.counts[cell] ?? 0;
  const partners = told.filter((cell) => size(cell) > 0).sort((a, b) => size(a) - size(b) || a - b);
  const { dimension, index } = splitAxis(remainder);
  for (const partner of partners.slice(0, MOST_PARTNERS)) {
    const leaves = lattice.sidesOf(partner)[index]?.inside ?? [];
    const tied = { cell: partner, toward: { dimension, leaves } };
    if (remainder.blanks.some((cell) => coverage.tie(cell, tied))) return;
  }
  coverage.need(wholeOf(remainder));
}

/** The axis along which the parts of the remainder lie. */
function splitAxis({ containment }: Remainder): { dimension: number; index: number } {
  const { inner, outer } = containment;
  const index = inner.grid.axes.findIndex(
    ({ dimension, level }) =>
      !outer.grid.axes.some((axis) => axis.dimension === dimension && axis.level === level),
  );
  return { dimension: inner.grid.axes[index]?.dimension ?? 0, index };
}
