import { type BuiltWorld, costOf, type Goal, WorldBuilder } from './build-world.js';
import type { Lattice } from './lattice.js';
import { lowest, type State } from './state.js';

/** Worlds that stand together: whatever one insider group knows, at least one of them can still be true. */
export interface Bundle {
  readonly worlds: readonly BuiltWorld[];
  /** Everything that any of them changes. */
  readonly cells: readonly number[];
}

const FREE = 1e-6;
/** Worlds that cover a larger group are a start for a group within it; more than these are not tried. */
const MOST_STARTS = 3;

/** Finds worlds for single cells, against insiders. */
export class Coverer {
  readonly #builder: WorldBuilder;
  readonly #plain: Int32Array;
  readonly #harmless: Int32Array;
  readonly #start: Int32Array;
  readonly #rows: Int32Array;

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
  ) {
    this.#builder = new WorldBuilder(lattice, state);
    const { counts, policy } = state;
    this.#plain = Int32Array.from(counts, (count) => lowest(count, policy));
    this.#harmless = Int32Array.from(counts, (count) =>
      Math.max(lowest(count, policy), Math.min(count, policy.insiders)),
    );
    ({ start: this.#start, rows: this.#rows } = lattice.listRows());
  }

  /**
   * A cheap bundle that reaches the goal, or null where there is none below its limit. Starts from the truth; where that
   * doesn't lead there, from other worlds, and at last with people who become somebody else.
   */
  cover(goal: Goal, starts: readonly BuiltWorld[]): Bundle | null {
    const direct = this.#coverFrom(goal, null);
    if (direct !== null || goal.limit < Infinity) return direct;
    for (const start of starts.slice(0, MOST_STARTS)) {
      const further = this.#coverFrom(goal, start);
      if (further !== null) return further;
    }
    return goal.partner === undefined ? this.#coverFrom({ ...goal, lastResort: true }, null) : null;
  }

  #coverFrom(goal: Goal, start: BuiltWorld | null): Bundle | null {
    const careful = this.#harmless.some((floor, cell) => floor !== this.#plain[cell]);
    if (!careful || start !== null) return this.#single(this.#harmless, goal, start);
    const free = this.#single(this.#harmless, { ...goal, limit: Math.min(FREE, goal.limit) }, null);
    if (free !== null) return free;
    const single = this.#single(this.#harmless, goal, null);
    const cost = single === null ? goal.limit : totalCost(this.state, single);
    const several = this.#apart({ ...goal, limit: cost });
    return several !== null && totalCost(this.state, several) < cost ? several : single;
  }

  /** A world that takes nobody away whom somebody may know. */
  #single(floor: Int32Array, goal: Goal, start: BuiltWorld | null): Bundle | null {
    this.state.floor.set(floor);
    const world = this.#builder.build(goal, start);
    return world === null ? null : bundleOf([world]);
  }

  /** One world more than there are insiders, of which no two take away people of the same kind. */
  #apart(goal: Goal): Bundle | null {
    const { counts, policy, uses, floor } = this.state;
    const worlds: BuiltWorld[] = [];
    floor.set(this.#plain);
    let found = true;
    while (found && worlds.length <= policy.insiders) {
      const world = this.#builder.build(goal);
      found = world !== null;
      if (world === null) break;
      worlds.push(world);
      for (const [cell, by] of world.change) {
        uses[cell] = (uses[cell] ?? 0) + 1;
        if ((counts[cell] ?? 0) + by < (this.#harmless[cell] ?? 0)) this.#spare(cell);
      }
    }
    for (const world of worlds) for (const cell of world.change.keys()) uses[cell] = (uses[cell] ?? 0) - 1;
    return found ? bundleOf(worlds) : null;
  }

  /** From now on nobody of this cell is taken away any more, in whatever cell they are counted. */
  #spare(cell: number): void {
    const { leaves, family } = this.lattice.cube;
    const width = family.dimensions.length;
    for (let at = this.#start[cell] ?? 0; at < (this.#start[cell + 1] ?? 0); at += 1) {
      const row = this.#rows[at] ?? 0;
      const own = leaves.subarray(row * width, (row + 1) * width);
      for (const plane of this.lattice.planes) {
        const other = this.lattice.cellAt(plane, own);
        this.state.floor[other] = this.#harmless[other] ?? 0;
      }
    }
  }

  /** Whether a world takes nobody away whom an insider may know. */
  isHarmless({ change }: BuiltWorld): boolean {
    for (const [cell, by] of change)
      if ((this.state.counts[cell] ?? 0) + by < (this.#harmless[cell] ?? 0)) return false;
    return true;
  }
}

function bundleOf(worlds: readonly BuiltWorld[]): Bundle {
  return { worlds, cells: [...new Set(worlds.flatMap(({ change }) => [...change.keys()]))] };
}

export function totalCost(state: State, { cells }: Bundle): number {
  return costOf(state, { people: [], change: new Map(cells.map((cell) => [cell, 0])) });
}
