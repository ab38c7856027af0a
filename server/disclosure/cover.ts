import { type BuiltWorld, costOf, type Goal, WorldBuilder } from './build-world.js';
import type { Harm } from './harm.js';
import type { Lattice } from './lattice.js';
import { lowestCounts, type State } from './state.js';
import { steppingStones } from './stepping-stones.js';

/** Of the worlds that may serve as a start, more than these are not tried. */
const MOST_STARTS = 1_000;
/** From here on it is worth while to look for a cheaper way from other worlds. */
const DEAR = 5;

/** Finds a world for a single cell. */
export class Coverer {
  readonly #builder: WorldBuilder;
  readonly #plain: Int32Array;

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
    private readonly harm: Harm,
  ) {
    this.#builder = new WorldBuilder(lattice, state);
    this.#plain = lowestCounts(lattice.cube, state.policy);
  }

  /**
   * A cheap world that reaches the goal and keeps the people of some rows, or null where there is none below the limit of
   * the goal. It starts from the truth, then from other worlds. Where that leads nowhere or costs very much, and where it
   * may, it goes by other cells first, and at last lets people become somebody else.
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
    if (goal.lastResort !== true || limit <= this.state.effort.veryDear) return best;
    const detour = best === null ? this.#detour({ ...goal, limit }) : null;
    const way = this.#cheaper(this.#cheaper(best, detour), this.#builder.build({ ...goal, limit }));
    return way !== null && costOf(this.state, way) < goal.limit ? way : null;
  }

  /** By way of other cells, which a few people have to be in first. */
  #detour(goal: Goal): BuiltWorld | null {
    let best: BuiltWorld | null = null;
    let { limit } = goal;
    for (const stones of steppingStones(this.lattice, this.state, goal.cell)) {
      if (limit <= DEAR) break;
      const start = this.#somebodyIn(stones);
      if (start === null) continue;
      const further = this.#builder.build({ ...goal, limit, lastResort: false }, start);
      const price = further === null ? Infinity : costOf(this.state, further);
      if (price >= limit) continue;
      best = further;
      limit = price;
    }
    return best;
  }

  #somebodyIn(cells: readonly number[]): BuiltWorld | null {
    let world: BuiltWorld | null = null;
    for (const cell of cells) {
      world = this.#builder.build({ cell, atLeast: 1, limit: Infinity }, world);
      if (world === null) return null;
    }
    return world;
  }

  #cheaper(one: BuiltWorld | null, other: BuiltWorld | null): BuiltWorld | null {
    if (one === null || other === null) return one ?? other;
    return costOf(this.state, other) < costOf(this.state, one) ? other : one;
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
