import type { Lattice } from './lattice.js';
import { addChange, priceOf, type State } from './state.js';
import type { InnerChange } from './worlds.js';

export interface Transfer {
  readonly people: readonly InnerChange[];
  readonly change: ReadonlyMap<number, number>;
}

/**
 * People who join a cell whatever it costs: somebody from outside becomes one of its people, or, where even the number of
 * all answers is blank, somebody is added. All come from one place and become alike. At most `most` ways, the cheapest
 * first; none where zeros are told and nobody is in the cell, or where nobody can be spared.
 */
export function findTransfers(
  lattice: Lattice,
  state: State,
  cell: number,
  people: number,
  most: number,
): Transfer[] {
  const best: { price: number; leaver: readonly number[] | null; joiner: readonly number[] }[] = [];
  for (const [leaver, joiner] of candidates(lattice, state, cell)) {
    const limit = best.length < most ? Infinity : (best.at(-1)?.price ?? Infinity);
    const price = priceOfAll(lattice, state, [leaver, joiner], people, limit);
    if (price >= limit) continue;
    best.push({ price, leaver: leaver && [...leaver], joiner: [...joiner] });
    best.sort((a, b) => a.price - b.price);
    if (best.length > most) best.pop();
  }
  return best.map(({ leaver, joiner }) => {
    const moves: InnerChange[] = [{ leaves: joiner, by: people }];
    if (leaver !== null) moves.push({ leaves: leaver, by: -people });
    const change = new Map<number, number>();
    for (const plane of lattice.planes)
      for (const { leaves, by } of moves) addChange(change, lattice.cellAt(plane, leaves), by);
    return { people: moves, change };
  });
}

type Leaves = ArrayLike<number> & Iterable<number>;

/** Who may leave (null: nobody) and who joins. Where zeros are told only somebody like those who are there can join. */
function* candidates(lattice: Lattice, state: State, cell: number): Generator<[Leaves | null, Leaves]> {
  const { people, leaves, family } = lattice.cube;
  const width = family.dimensions.length;
  const rows = Array.from({ length: people.length }, (_, row) =>
    leaves.subarray(row * width, (row + 1) * width),
  );
  const plane = lattice.planeOf(cell);
  const isInside = (row: Leaves): boolean => lattice.cellAt(plane, row) === cell;
  const inside = rows.filter(isInside).slice(0, MOST_LIKE);
  const sides = lattice.sidesOf(cell);
  const moved = (row: Leaves): number[] => {
    const copy = [...row];
    plane.dimensions.forEach((dimension, index) => {
      if (!sides[index]?.inside.includes(copy[dimension] ?? -1))
        copy[dimension] = sides[index]?.inside[0] ?? 0;
    });
    return copy;
  };
  for (const row of rows) {
    if (isInside(row)) continue;
    if (state.policy.zeros === 'unsafe') yield [row, moved(row)];
    for (const joiner of inside) yield [row, joiner];
  }
  for (const joiner of inside) yield [null, joiner];
  const first = rows[0];
  if (state.policy.zeros === 'unsafe') yield [null, moved(first ?? new Uint16Array(width))];
}

/** So many of the people in the cell serve as a model; more would only be slower. */
const MOST_LIKE = 8;

function priceOfAll(
  lattice: Lattice,
  state: State,
  [leaver, joiner]: readonly [Leaves | null, Leaves],
  people: number,
  limit: number,
): number {
  let sum = 0;
  for (const plane of lattice.planes) {
    const to = lattice.cellAt(plane, joiner);
    if (leaver !== null) {
      const from = lattice.cellAt(plane, leaver);
      if (from === to) continue;
      if ((state.spare[from] ?? 0) < people) return Infinity;
      sum += priceOf(state, from);
    }
    sum += priceOf(state, to);
    if (sum >= limit) return Infinity;
  }
  return sum;
}
