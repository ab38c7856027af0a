/** A code list at one coarseness: `codes[codeOf[leaf]]` is the code that a leaf belongs to. */
export interface Level {
  readonly codes: readonly string[];
  readonly codeOf: readonly number[];
}

/**
 * A variable with everything it may be grouped to. `levels[0]` is the leaves themselves, coarser ones follow; each level
 * partitions the leaves, so that all margins add up. Levels need not be nested in each other.
 */
export interface Dimension {
  readonly id: string;
  readonly levels: readonly Level[];
}

export interface Axis {
  /** Positions in `Family.dimensions` and in the levels of that dimension. */
  readonly dimension: number;
  readonly level: number;
  /** Number of codes. */
  readonly size: number;
  readonly stride: number;
}

/**
 * What becomes of the cells of a crossing. `shown`: they are told where that is safe. `guarded`: they are not, but nobody may
 * work out that one is small. `behind`: neither; they are there because they must add up to those that are shown.
 */
export type Role = 'shown' | 'guarded' | 'behind';

/** One crossing without its margins: cell = base + sum of code * stride. No axes: the grand total. */
export interface Grid {
  readonly role: Role;
  readonly axes: readonly Axis[];
  readonly base: number;
  readonly size: number;
}

/** All crossings that are looked at together, with every margin of theirs; cells are numbered from 0 to below `size`. */
export interface Family {
  readonly dimensions: readonly Dimension[];
  readonly grids: readonly Grid[];
  readonly size: number;
}

/** A crossing that is asked for: dimension and level of each axis, no dimension twice. */
export type Crossing = readonly { readonly dimension: number; readonly level: number }[];

/** Every margin of up to `order` dimensions, at every level. */
export function familyOfOrder(dimensions: readonly Dimension[], order: number): Family {
  const crossings: Crossing[] = [];
  const choose = (dimension: number, chosen: Crossing): void => {
    if (dimension === dimensions.length) {
      crossings.push(chosen);
      return;
    }
    choose(dimension + 1, chosen);
    if (chosen.length === order) return;
    dimensions[dimension]?.levels.forEach((_, level) => {
      choose(dimension + 1, [...chosen, { dimension, level }]);
    });
  };
  choose(0, []);
  return familyOf(dimensions, crossings);
}

/**
 * The crossings that are asked for, each once, together with all their margins; grids with fewer axes come first. Guarded
 * ones and those behind have only the margins in the family that are asked for.
 */
export function familyOf(
  dimensions: readonly Dimension[],
  crossings: readonly Crossing[],
  { guarded = [], behind = [] }: { guarded?: readonly Crossing[]; behind?: readonly Crossing[] } = {},
): Family {
  const wanted = new Map<string, { crossing: Crossing; role: Role }>();
  const add = (unsorted: Crossing, role: Role): void => {
    const crossing = [...unsorted].sort((a, b) => a.dimension - b.dimension);
    const key = keyOfCrossing(crossing);
    if (wanted.has(key)) return;
    wanted.set(key, { crossing, role });
    if (role !== 'shown') return;
    for (const left of crossing)
      add(
        crossing.filter((axis) => axis !== left),
        role,
      );
  };
  for (const crossing of crossings) add(crossing, 'shown');
  if (wanted.size === 0) add([], 'shown');
  for (const crossing of guarded) add(crossing, 'guarded');
  for (const crossing of behind) add(crossing, 'behind');
  let base = 0;
  const grids = [...wanted.values()]
    .sort(
      ({ crossing: a }, { crossing: b }) =>
        a.length - b.length || (keyOfCrossing(a) < keyOfCrossing(b) ? -1 : 1),
    )
    .map(({ crossing, role }) => {
      const grid = gridOf(dimensions, crossing, base, role);
      base += grid.size;
      return grid;
    });
  return { dimensions, grids, size: base };
}

export function keyOfCrossing(crossing: Crossing): string {
  return crossing.map(({ dimension, level }) => `${String(dimension)}:${String(level)}`).join();
}

function gridOf(dimensions: readonly Dimension[], crossing: Crossing, base: number, role: Role): Grid {
  let size = 1;
  const axes = [...crossing]
    .reverse()
    .map(({ dimension, level }): Axis => {
      const codes = dimensions[dimension]?.levels[level]?.codes.length;
      if (codes === undefined) throw new Error(`no level ${String(level)} of dimension ${String(dimension)}`);
      const axis = { dimension, level, size: codes, stride: size };
      size *= codes;
      return axis;
    })
    .reverse();
  return { role, axes, base, size };
}

/** Position of the code on an axis that a cell of the grid has. */
export function codeAt(cell: number, grid: Grid, axis: Axis): number {
  return Math.floor((cell - grid.base) / axis.stride) % axis.size;
}
