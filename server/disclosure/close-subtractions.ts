import type { Containment } from './containment.js';
import type { Coverage } from './coverage.js';
import { isBlank, type State } from './state.js';
import { findDifferences, findRemainders, type Remainder } from './subtractions.js';

/** Of the parts that may be blanked to hide a remainder so many, the smallest, are tried. */
const MOST_TRIED = 4;

/**
 * Blanks more where a subtraction of what is told would leave 1 to k - 1 people: a further part of the same whole, with a
 * world in which it has other people, so that it can't be worked out in turn; or the whole. Every step blanks a cell that
 * was told, so this ends.
 */
export function closeSubtractions(
  state: State,
  coverage: Coverage,
  containments: readonly Containment[],
): void {
  for (;;) {
    const remainders = findRemainders(state, containments);
    for (const remainder of remainders) if (isOpen(state, remainder)) close(state, coverage, remainder);
    const differences = findDifferences(state, containments);
    for (const [outer, inner] of differences)
      if (!isBlank(state, outer) && !isBlank(state, inner)) coverage.needOneOf([inner, outer]);
    if (remainders.length === 0 && differences.length === 0) return;
  }
}

/** Whether nothing has been blanked since that may have hidden it. */
function isOpen(state: State, { whole, told }: Remainder): boolean {
  return !isBlank(state, whole) && !told.some((cell) => isBlank(state, cell));
}

function close({ counts }: State, coverage: Coverage, { whole, told }: Remainder): void {
  const size = (cell: number): number => counts[cell] ?? 0;
  const parts = told.filter((cell) => size(cell) > 0).sort((a, b) => size(a) - size(b) || a - b);
  coverage.needOneOf([...parts.slice(0, MOST_TRIED), whole]);
}
