import { type BuiltWorld, costOf, type Goal, WorldBuilder } from './build-world.js';
import type { Harm } from './harm.js';
import type { Lattice } from './lattice.js';
import { lowestCounts, type State } from './state.js';

/** Of the worlds that may serve as a start, more than these are not tried. */
const MOST_STARTS = 10;
/** From here on it is worth while to look for a cheaper way from other worlds. */
const DEAR = 5;

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
    let best = this.#builder.build({ ...goal, lastResort: false });
    let limit = best === null ? goal.limit : Math.min(goal.limit, costOf(this.state, best));
    if (limit <= DEAR) return best;
    let tried = 0;
    for (const start of starts()) {
      if (tried === MOST_STARTS) break;
      if (!this.#isPossible(start)) continue;
      tried += 1;
      const further = this.#builder.build({ ...goal, limit, lastResort: false }, start);
      const price = further === null ? Infinity : costOf(this.state, further);
      if (price >= limit) continue;
      best = further;
      limit = price;
    }
    if (best !== null) return best;
    return goal.lastResort === true && goal.limit === Infinity ? this.#builder.build(goal) : null;
  }

  /** Such a world in which nobody is missing whom an insider may know. */
  keepAll(goal: Goal): BuiltWorld | null {
    this.state.floor.set(this.#plain);
    this.harm.spareAll();
    return this.#builder.build({ ...goal, lastResort: false });
  }

  #isPossible({ change }: BuiltWorld): boolean {
    for (const [cell, by] of change)
      if ((this.state.counts[cell] ?? 0) + by < (this.state.floor[cell] ?? 0)) return false;
    return true;
  }
}
