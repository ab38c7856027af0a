import type { Cube } from './cube.js';
import type { Family, Role } from './family.js';
import { isUnsafe, type Policy } from './policy.js';

/**
 * What has been decided so far, and the world that is being built: shared by the parts of the search, and nothing but
 * numbers by cell.
 */
export interface State {
  /** How far the search goes for cells that are dear to hide. */
  effort: Effort;
  readonly counts: Int32Array;
  readonly policy: Policy;
  readonly unsafe: Uint8Array;
  /** What it costs to blank a cell: nothing where it must be blank anyway, its people otherwise; endless for what is told. */
  readonly price: Float64Array;
  /** Number of worlds in which a cell is another one than in truth, which is why it is blank; one more where it is not shown. */
  readonly uses: Int32Array;
  /** The least that a cell may hold in the world being built. */
  readonly floor: Int32Array;
  /** How many people a cell can lose in the world being built. */
  readonly spare: Int32Array;
  /** Differences of the world being built to the truth, by cell; zeros are left out. */
  change: Map<number, number>;
}

export interface Effort {
  /** From this price on every way is tried, people who become somebody else included. */
  readonly veryDear: number;
  /** So many people who may become somebody else are compared by what the whole world costs in the end. */
  readonly mostTransfers: number;
}

export const BRIEF: Effort = { veryDear: 20_000, mostTransfers: 4 };
/** Worth its time where most cells are unsafe, so that few are left to share blanks with. */
export const THOROUGH: Effort = { veryDear: 100, mostTransfers: 12 };

/** Half a person on top of each count makes the search prefer few blanks where they hold equally many people. */
const PER_BLANK = 0.5;

export function startState(cube: Cube, policy: Policy): State {
  const { counts, family, knownZeros, toldBefore } = cube;
  const isBehind = cellsIn(family, 'behind');
  const isShown = cellsIn(family, 'shown');
  const unsafe = Uint8Array.from(counts, (count, cell) =>
    isBehind[cell] === 0 && knownZeros[cell] === 0 && isUnsafe(count, policy) ? 1 : 0,
  );
  return {
    effort: BRIEF,
    counts,
    policy,
    unsafe,
    price: Float64Array.from(counts, (count, cell) => {
      if (unsafe[cell] === 1 || isShown[cell] === 0) return 0;
      return count === 0 || toldBefore[cell] === 1 ? Infinity : count + PER_BLANK;
    }),
    // What is not shown is as good as blank from the start.
    uses: Int32Array.from(isShown, (shown) => 1 - shown),
    floor: new Int32Array(counts.length),
    spare: new Int32Array(counts.length),
    change: new Map(),
  };
}

function cellsIn({ grids, size }: Family, wanted: Role): Uint8Array {
  const cells = new Uint8Array(size);
  for (const grid of grids) if (grid.role === wanted) cells.fill(1, grid.base, grid.base + grid.size);
  return cells;
}

/**
 * The least that readers expect in each cell. Where zeros are told, no blank is zero. A code that is listed stands for
 * somebody in any case.
 */
export function lowestCounts({ family, counts }: Cube, { zeros }: Policy): Int32Array {
  const lowest = new Int32Array(counts.length);
  for (const { role, axes, base, size } of family.grids)
    if (role === 'shown' && (zeros === 'published' || axes.length === 1))
      for (let cell = base; cell < base + size; cell += 1) lowest[cell] = Math.min(counts[cell] ?? 0, 1);
  return lowest;
}

export function priceOf(state: State, cell: number): number {
  return state.uses[cell] === 0 ? (state.price[cell] ?? Infinity) : 0;
}

export function isBlank(state: State, cell: number): boolean {
  return state.unsafe[cell] === 1 || (state.uses[cell] ?? 0) > 0;
}

/** How many people the world being built has in a cell. */
export function countNow({ counts, change }: State, cell: number): number {
  return (counts[cell] ?? 0) + (change.size === 0 ? 0 : (change.get(cell) ?? 0));
}

/** Makes a world, as its differences to the truth, the one that is being built. */
export function startFrom(state: State, change: ReadonlyMap<number, number>): void {
  const { counts, floor, spare } = state;
  for (let cell = 0; cell < counts.length; cell += 1) spare[cell] = (counts[cell] ?? 0) - (floor[cell] ?? 0);
  for (const [cell, by] of change) spare[cell] = (spare[cell] ?? 0) + by;
  state.change = new Map(change);
}

/** Changes a cell in the world being built. */
export function changeNow({ change, spare }: State, cell: number, by: number): void {
  addChange(change, cell, by);
  spare[cell] = (spare[cell] ?? 0) + by;
}

export function addChange(change: Map<number, number>, cell: number, by: number): void {
  const sum = (change.get(cell) ?? 0) + by;
  if (sum === 0) change.delete(cell);
  else change.set(cell, sum);
}
