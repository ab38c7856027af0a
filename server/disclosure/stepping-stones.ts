import type { Lattice } from './lattice.js';
import type { State } from './state.js';

/** So many kinds of people serve as a model for somebody in the cell. */
const MOST_MODELS = 9;

/** The cells of the crossings with one dimension less that a cell lies in. */
export function widerCells(lattice: Lattice, cell: number): number[] {
  const { dimensions } = lattice.planeOf(cell);
  const leaves = leavesIn(lattice, cell);
  return lattice.planes
    .filter(
      (plane) =>
        plane.dimensions.length === dimensions.length - 1 &&
        plane.dimensions.every((one) => dimensions.includes(one)),
    )
    .map((plane) => lattice.cellAt(plane, leaves));
}

/**
 * Ways into a cell that no single box leads to, because it combines codes that nobody combines. Each is a list of empty
 * cells: a world that has somebody in each of them may have a box into the cell. First the wider cells alone; then also the
 * other pairs that somebody in the cell needs who is otherwise like one of those with its rarest codes.
 */
export function* steppingStones(lattice: Lattice, state: State, cell: number): Generator<readonly number[]> {
  const isEmpty = (one: number): boolean => (state.counts[one] ?? 0) === 0;
  const wider = widerCells(lattice, cell).filter(isEmpty);
  if (wider.length > 0) yield wider;
  const seen = new Set<string>();
  for (const joiner of modelsFor(lattice, state, cell)) {
    const pairs = lattice.planes
      .filter((plane) => plane.dimensions.length === 2)
      .map((plane) => lattice.cellAt(plane, joiner))
      .filter((one) => one !== cell && isEmpty(one));
    const key = pairs.join();
    if (pairs.length === 0 || seen.has(key)) continue;
    seen.add(key);
    yield [...new Set([...pairs, ...wider])];
    if (seen.size === MOST_MODELS) return;
  }
}

/** People with one of the two rarest codes of the cell, were they in the cell. */
function* modelsFor(lattice: Lattice, { counts }: State, cell: number): Generator<Int32Array> {
  const { people, leaves, family } = lattice.cube;
  const width = family.dimensions.length;
  const { dimensions } = lattice.planeOf(cell);
  const own = leavesIn(lattice, cell);
  const codes = lattice.planes
    .filter(({ grid, dimensions: [first, ...rest] }) => {
      return grid.role === 'shown' && rest.length === 0 && first !== undefined && dimensions.includes(first);
    })
    .map((plane) => ({ plane, code: lattice.cellAt(plane, own) }))
    .sort((a, b) => (counts[a.code] ?? 0) - (counts[b.code] ?? 0));
  for (const { plane, code } of codes.slice(0, 2))
    for (let row = 0; row < people.length; row += 1) {
      const model = leaves.subarray(row * width, (row + 1) * width);
      if (lattice.cellAt(plane, model) !== code) continue;
      const joiner = Int32Array.from(model);
      for (const dimension of dimensions) joiner[dimension] = own[dimension] ?? 0;
      yield joiner;
    }
}

/** A leaf of the cell in each of its dimensions; the first one elsewhere. */
function leavesIn(lattice: Lattice, cell: number): Int32Array {
  const sides = lattice.sidesOf(cell);
  const leaves = new Int32Array(lattice.leafCounts.length);
  lattice
    .planeOf(cell)
    .dimensions.forEach((dimension, index) => (leaves[dimension] = sides[index]?.inside[0] ?? 0));
  return leaves;
}
