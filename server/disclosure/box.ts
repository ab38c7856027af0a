import type { Lattice, Plane } from './lattice.js';
import type { InnerChange } from './worlds.js';

/**
 * A move between worlds: `size` people are added at the corners of a box with an even number of coordinates in `to`, and
 * taken from the odd ones (the other way round where `sign` is -1). Crossings that miss one of `dimensions` don't
 * notice. Such moves are the basis of all worlds that share some margins (Diaconis and Sturmfels 1998, Markov bases;
 * here between arbitrary leaves, which connects what rectangles of neighbours would not).
 */
export interface Box {
  readonly dimensions: readonly number[];
  /** A leaf for every dimension of the family; `to` differs from `from` in `dimensions` only. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly sign: 1 | -1;
  readonly size: number;
  /** What its blanks cost beyond those that are there already. */
  readonly price: number;
}

/** -1 for corners with an odd number of coordinates in `to`. */
export function parity(corner: number): 1 | -1 {
  let odd = 0;
  for (let rest = corner; rest > 0; rest >>= 1) odd ^= rest & 1;
  return odd === 1 ? -1 : 1;
}

/** Whether a crossing tells the two sides of every dimension of the box apart. */
export function notices({ offsets }: Plane, { dimensions, from, to }: Box): boolean {
  return dimensions.every((dimension) => {
    const own = offsets[dimension];
    return own?.[from[dimension] ?? 0] !== own?.[to[dimension] ?? 0];
  });
}

/** Calls `see` for every cell that the box changes, with the change. */
export function eachChange(lattice: Lattice, box: Box, see: (cell: number, by: number) => void): void {
  const { own, wider } = lattice.reachOf(box.dimensions);
  for (const planes of [own, wider])
    for (const plane of planes) {
      if (!notices(plane, box)) continue;
      const base = lattice.cellAt(plane, box.from);
      for (let corner = 0; corner < 1 << box.dimensions.length; corner += 1) {
        let cell = base;
        box.dimensions.forEach((dimension, bit) => {
          if (((corner >> bit) & 1) === 0) return;
          const offsets = plane.offsets[dimension];
          cell += (offsets?.[box.to[dimension] ?? 0] ?? 0) - (offsets?.[box.from[dimension] ?? 0] ?? 0);
        });
        see(cell, parity(corner) * box.sign * box.size);
      }
    }
}

/** The same move as people who come and go. */
export function innerChangesOf(box: Box): InnerChange[] {
  return Array.from({ length: 1 << box.dimensions.length }, (_, corner) => {
    const leaves = [...box.from];
    box.dimensions.forEach((dimension, bit) => {
      if ((corner >> bit) & 1) leaves[dimension] = box.to[dimension] ?? 0;
    });
    return { leaves, by: parity(corner) * box.sign * box.size };
  });
}
