import { type BuiltWorld, type Goal, WorldBuilder } from './build-world.js';
import type { Harm } from './harm.js';
import type { Lattice } from './lattice.js';
import { lowestCounts, type State } from './state.js';

/** Of the worlds that may serve as a start, more than these are not tried. */
const MOST_STARTS = 3;

/** Finds a world for a single cell. */
export class Coverer {
  readonly #builder: WorldBuilder;
  readonly #plain: Int32Array;

  constructor(
    lattice: Lattice,
    private readonly state: State,
    private readonly harm: Harm,
  ) {
    this.#builder = new WorldBuilder(lattice, state);
    this.#plain = lowestCounts(lattice.cube, state.policy);
  }

  /**
   * A cheap world that reaches the goal and keeps the people of some rows, or null where there is none below the limit of
   * the goal. Without a limit it starts from the truth; where that doesn't lead there, from other worlds, and where it
   * may, at last with people who become somebody else.
   */
  cover(
    goal: Goal,
    kept: Iterable<number> = [],
    starts: () => readonly BuiltWorld[] = () => [],
  ): BuiltWorld | null {
    this.state.floor.set(this.#plain);
    this.harm.spare(kept);
    const direct = this.#builder.build({ ...goal, lastResort: false });
    if (direct !== null || goal.limit < Infinity) return direct;
    const possible = starts().filter((start) => this.#isPossible(start));
    for (const start of possible.slice(0, MOST_STARTS)) {
      const further = this.#builder.build({ ...goal, lastResort: false }, start);
      if (further !== null) return further;
    }
    return goal.lastResort === true ? this.#builder.build(goal) : null;
  }

  #isPossible({ change }: BuiltWorld): boolean {
    for (const [cell, by] of change)
      if ((this.state.counts[cell] ?? 0) + by < (this.state.floor[cell] ?? 0)) return false;
    return true;
  }
}
