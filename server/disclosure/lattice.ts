import type { Cube } from './cube.js';
import { codeAt, type Grid, type Level } from './family.js';

/** A grid with what a walk through its cells needs: cell = base + sum of offsets[dimension][leaf]. */
export interface Plane {
  readonly grid: Grid;
  readonly dimensions: readonly number[];
  /** By dimension of the family; empty where the grid has no such axis. */
  readonly offsets: readonly Int32Array[];
}

/** The leaves that lie in a code of a level, and those that don't. */
export interface Sides {
  readonly inside: readonly number[];
  readonly outside: readonly number[];
}

/** The crossings that a change in some dimensions reaches: those of just these dimensions, and those with more. */
export interface Reach {
  readonly own: readonly Plane[];
  readonly wider: readonly Plane[];
  /** The finest of `own`. */
  readonly lead: Plane | null;
  /** Further dimensions of `wider`. */
  readonly others: readonly number[];
  /** By further dimension: positions in `wider` of the crossings that add just this one. */
  readonly next: readonly (readonly number[])[];
}

const NONE = new Int32Array(0);

/** A cube seen as a lattice of cells. Everything here follows from the family alone, and is worked out once. */
export class Lattice {
  readonly planes: readonly Plane[];
  /** Number of leaves by dimension. */
  readonly leafCounts: readonly number[];
  readonly #planeOfCell: Uint16Array;
  readonly #reaches = new Map<string, Reach>();
  /** By dimension, level and code. */
  readonly #sides: Sides[][][];

  constructor(readonly cube: Cube) {
    const { dimensions, grids, size } = cube.family;
    this.leafCounts = dimensions.map(({ levels }) => levels[0]?.codes.length ?? 0);
    this.planes = grids.map((grid) => ({
      grid,
      dimensions: grid.axes.map((axis) => axis.dimension),
      offsets: dimensions.map(({ levels }, dimension) => {
        const axis = grid.axes.find((candidate) => candidate.dimension === dimension);
        if (axis === undefined) return NONE;
        return Int32Array.from(levels[axis.level]?.codeOf ?? [], (code) => code * axis.stride);
      }),
    }));
    this.#sides = dimensions.map(({ levels }) => levels.map(sidesOf));
    this.#planeOfCell = new Uint16Array(size);
    grids.forEach(({ base, size: cells }, index) => this.#planeOfCell.fill(index, base, base + cells));
  }

  planeOf(cell: number): Plane {
    const plane = this.planes[this.#planeOfCell[cell] ?? -1];
    if (plane === undefined) throw new RangeError(`no cell ${String(cell)}`);
    return plane;
  }

  /** By axis of the cell's grid: the leaves inside and outside its code. */
  sidesOf(cell: number): Sides[] {
    const { grid } = this.planeOf(cell);
    return grid.axes.map((axis) => this.#sidesOfCode(axis.dimension, axis.level, codeAt(cell, grid, axis)));
  }

  #sidesOfCode(dimension: number, level: number, code: number): Sides {
    const sides = this.#sides[dimension]?.[level]?.[code];
    if (sides === undefined) throw new RangeError(`no code ${String(code)}`);
    return sides;
  }

  reachOf(dimensions: readonly number[]): Reach {
    const key = dimensions.join();
    const known = this.#reaches.get(key);
    if (known !== undefined) return known;
    const all = this.planes.filter((plane) => dimensions.every((one) => plane.dimensions.includes(one)));
    const own = all
      .filter((plane) => plane.dimensions.length === dimensions.length)
      .sort((a, b) => b.grid.size - a.grid.size);
    const wider = all.filter((plane) => plane.dimensions.length > dimensions.length);
    const others = [...new Set(wider.flatMap((plane) => plane.dimensions))]
      .filter((dimension) => !dimensions.includes(dimension))
      .sort((a, b) => a - b);
    const next = others.map((other) =>
      [...wider.keys()].filter((index) => {
        const added = wider[index]?.dimensions ?? [];
        return added.length === dimensions.length + 1 && added.includes(other);
      }),
    );
    const reach = { own, wider, lead: own[0] ?? null, others, next };
    this.#reaches.set(key, reach);
    return reach;
  }

  /** The cell of a plane that a combination of leaves lies in. */
  cellAt(plane: Plane, leaves: ArrayLike<number>): number {
    const { dimensions, offsets } = plane;
    let cell = plane.grid.base;
    for (let axis = 0; axis < dimensions.length; axis += 1) {
      const dimension = dimensions[axis] ?? 0;
      cell += offsets[dimension]?.[leaves[dimension] ?? 0] ?? 0;
    }
    return cell;
  }

  /** Rows of the cube (positions of inner cells) by cell, as a compressed list: those of cell c are rows[start[c]] to before rows[start[c + 1]]. */
  listRows(): { readonly start: Int32Array; readonly rows: Int32Array } {
    const { family, leaves, people } = this.cube;
    const width = family.dimensions.length;
    const start = new Int32Array(family.size + 1);
    const visit = (see: (cell: number, row: number) => void): void => {
      for (let row = 0; row < people.length; row += 1) {
        const own = leaves.subarray(row * width, (row + 1) * width);
        for (const plane of this.planes) see(this.cellAt(plane, own), row);
      }
    };
    visit((cell) => {
      start[cell + 1] = (start[cell + 1] ?? 0) + 1;
    });
    for (let cell = 0; cell < family.size; cell += 1)
      start[cell + 1] = (start[cell + 1] ?? 0) + (start[cell] ?? 0);
    const next = start.slice();
    const rows = new Int32Array(start[family.size] ?? 0);
    visit((cell, row) => {
      const at = next[cell] ?? 0;
      rows[at] = row;
      next[cell] = at + 1;
    });
    return { start, rows };
  }
}

function sidesOf({ codes, codeOf }: Level): Sides[] {
  return codes.map((_, code) => {
    const inside: number[] = [];
    const outside: number[] = [];
    codeOf.forEach((other, leaf) => (other === code ? inside : outside).push(leaf));
    return { inside, outside };
  });
}

/** Every non-empty selection, the largest first. */
export function selectionsOf<T>(list: readonly T[]): T[][] {
  const selections: T[][] = [];
  for (let mask = 1; mask < 1 << list.length; mask += 1)
    selections.push(list.filter((_, index) => (mask >> index) & 1));
  return selections.sort((a, b) => b.length - a.length);
}
