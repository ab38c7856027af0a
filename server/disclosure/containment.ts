import type { Dimension } from './family.js';
import type { Lattice, Plane } from './lattice.js';

/** Two crossings of which one adds up to the other: `outerOf[cell - inner.grid.base]` is the cell that a cell lies in. */
export interface Containment {
  readonly outer: Plane;
  readonly inner: Plane;
  readonly outerOf: Int32Array;
}

/** Every pair of different crossings of which the inner one has all axes of the outer one, or nested finer ones. */
export function containmentsOf(lattice: Lattice): Containment[] {
  return lattice.planes.flatMap((outer) =>
    lattice.planes.flatMap((inner) => {
      if (outer === inner || !addsUp(lattice.cube.family.dimensions, outer, inner)) return [];
      return [{ outer, inner, outerOf: outerCells(lattice, outer, inner) }];
    }),
  );
}

function addsUp(dimensions: readonly Dimension[], outer: Plane, inner: Plane): boolean {
  return outer.grid.axes.every(({ dimension, level }) => {
    const finer = inner.grid.axes.find((axis) => axis.dimension === dimension);
    return (
      finer !== undefined && (finer.level === level || isNested(dimensions[dimension], finer.level, level))
    );
  });
}

function isNested(dimension: Dimension | undefined, finer: number, coarser: number): boolean {
  const within = new Map<number, number>();
  return (dimension?.levels[finer]?.codeOf ?? []).every((code, leaf) => {
    const outer = dimension?.levels[coarser]?.codeOf[leaf] ?? -1;
    const known = within.get(code) ?? outer;
    within.set(code, known);
    return known === outer;
  });
}

function outerCells(lattice: Lattice, outer: Plane, { grid }: Plane): Int32Array {
  const { dimensions } = lattice.cube.family;
  const leaves = new Int32Array(dimensions.length);
  // Any leaf of a code will do, for codes of the inner crossing lie within one of the outer.
  const leafOf = grid.axes.map(({ dimension, level, size }) => {
    const codeOf = dimensions[dimension]?.levels[level]?.codeOf ?? [];
    return Array.from({ length: size }, (_, code) => codeOf.indexOf(code));
  });
  return Int32Array.from({ length: grid.size }, (_, position) => {
    grid.axes.forEach(({ dimension, stride, size }, index) => {
      leaves[dimension] = leafOf[index]?.[Math.floor(position / stride) % size] ?? 0;
    });
    return lattice.cellAt(outer, leaves);
  });
}
