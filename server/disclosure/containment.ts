import type { Level } from './family.js';
import type { Lattice, Plane } from './lattice.js';

/** Two crossings of which cells of one lie in cells of the other. */
export interface Containment {
  readonly outer: Plane;
  readonly inner: Plane;
  /** By position in the inner crossing: the outer cell that all of its people are in; -1 where there is no such cell. */
  readonly outerOf: Int32Array;
  /** Whether every inner cell lies in an outer one, so that they add up to it. */
  readonly addsUp: boolean;
}

/** Every pair of different crossings of which the inner one has all dimensions of the outer one, and cells that lie in its cells. */
export function containmentsOf(lattice: Lattice): Containment[] {
  return lattice.planes.flatMap((outer) =>
    lattice.planes.flatMap((inner): Containment[] => {
      if (outer === inner || !outer.dimensions.every((one) => inner.dimensions.includes(one))) return [];
      const outerOf = outerCells(lattice, outer, inner);
      if (outerOf.every((cell) => cell < 0)) return [];
      return [{ outer, inner, outerOf, addsUp: !outerOf.includes(-1) }];
    }),
  );
}

function outerCells({ cube }: Lattice, { grid: outer }: Plane, { grid: inner }: Plane): Int32Array {
  const steps = outer.axes.map(({ dimension, level, stride }) => {
    const axis = inner.axes.find((other) => other.dimension === dimension);
    const { levels } = cube.family.dimensions[dimension] ?? { levels: [] };
    const within = codesWithin(levels[axis?.level ?? -1], levels[level]);
    return { stride: axis?.stride ?? 1, size: axis?.size ?? 1, within, by: stride };
  });
  return Int32Array.from({ length: inner.size }, (_, position) => {
    let cell = outer.base;
    for (const { stride, size, within, by } of steps) {
      const code = within[Math.floor(position / stride) % size] ?? -1;
      if (code < 0) return -1;
      cell += code * by;
    }
    return cell;
  });
}

/** For each code of a level the code of another one that all of its leaves have; -1 where they have several. */
function codesWithin(finer: Level | undefined, coarser: Level | undefined): Int32Array {
  const within = new Int32Array(finer?.codes.length ?? 0).fill(-2);
  finer?.codeOf.forEach((code, leaf) => {
    const outer = coarser?.codeOf[leaf] ?? -1;
    const known = within[code];
    within[code] = known === -2 || known === outer ? outer : -1;
  });
  return within;
}
