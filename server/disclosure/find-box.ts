import type { Box } from './box.js';
import { BoxSearch, type Wish } from './box-search.js';
import { type Lattice, type Plane, selectionsOf } from './lattice.js';
import type { State } from './state.js';

/** Finds boxes. What follows from the crossing of a cell alone is worked out once. */
export class BoxFinder {
  readonly #searches = new Map<Plane, readonly BoxSearch[]>();

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
  ) {}

  /**
   * The cheapest box that changes a cell as wished and leaves every cell of the world possible; null where there is none
   * below the limit. Exhaustive over the dimensions of the cell; the other coordinates are chosen one by one and then
   * improved in turn, which finds a good one, not always the best.
   */
  find(wish: Wish): Box | null {
    let best: Box | null = null;
    let { limit } = wish;
    if (limit <= 0) return null;
    const sides = this.lattice.sidesOf(wish.cell);
    for (const search of this.#searchesFor(this.lattice.planeOf(wish.cell))) {
      const found = search.run(wish, sides, limit);
      if (found === null) continue;
      best = found;
      limit = found.price;
      if (limit <= 0) break;
    }
    return best;
  }

  #searchesFor(plane: Plane): readonly BoxSearch[] {
    const known = this.#searches.get(plane);
    if (known !== undefined) return known;
    const searches = selectionsOf(plane.dimensions).map(
      (dimensions) => new BoxSearch(this.lattice, this.state, plane, dimensions),
    );
    this.#searches.set(plane, searches);
    return searches;
  }
}
