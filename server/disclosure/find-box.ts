import { parity, type Box } from './box.js';
import { type Lattice, type Plane, type Sides, selectionsOf } from './lattice.js';
import { canLose, priceOf, type State } from './state.js';

export interface Wish {
  readonly cell: number;
  /** Whether the cell is to gain or to lose people, and how many. */
  readonly sign: 1 | -1;
  readonly size: number;
  /** Boxes have to be cheaper than this. */
  readonly limit: number;
}

/**
 * The cheapest box that changes a cell as wished and leaves every cell of the world possible; null where there is none
 * below the limit. Exhaustive over the dimensions of the cell; the other coordinates are chosen one by one and then
 * improved in turn, which finds a good one, not always the best.
 */
export function findBox(lattice: Lattice, state: State, wish: Wish): Box | null {
  let best: Box | null = null;
  let { limit } = wish;
  for (const dimensions of selectionsOf(lattice.planeOf(wish.cell).dimensions)) {
    const found = new BoxSearch(lattice, state, { ...wish, limit }, dimensions).run();
    if (found === null) continue;
    best = found;
    limit = found.price;
    if (limit <= 0) break;
  }
  return best;
}

const ROUNDS = 3;

class BoxSearch {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #own: readonly Plane[];
  readonly #wider: readonly Plane[];
  readonly #others: readonly number[];
  readonly #lead: Plane | null;
  readonly #inside: readonly (readonly number[])[];
  readonly #outside: readonly (readonly number[])[];
  readonly #choices: readonly (readonly number[])[];
  readonly #corner: Int32Array;
  /** Corners in the crossing that is being priced, and their signs. */
  readonly #cells: Int32Array;
  readonly #signs: Int8Array;
  #limit: number;
  #best: Box | null = null;

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
    private readonly wish: Wish,
    private readonly dimensions: readonly number[],
  ) {
    const width = lattice.leafCounts.length;
    this.#from = new Int32Array(width);
    this.#to = new Int32Array(width);
    ({
      own: this.#own,
      wider: this.#wider,
      others: this.#others,
      lead: this.#lead,
    } = lattice.reachOf(dimensions));
    const ofCell = lattice.planeOf(wish.cell).dimensions;
    const sides = lattice.sidesOf(wish.cell);
    const side = (dimension: number): Sides | undefined => sides[ofCell.indexOf(dimension)];
    this.#inside = dimensions.map((dimension) => side(dimension)?.inside ?? []);
    this.#outside = dimensions.map((dimension) => side(dimension)?.outside ?? []);
    this.#choices = this.#others.map(
      (dimension) =>
        side(dimension)?.inside ??
        Array.from({ length: lattice.leafCounts[dimension] ?? 0 }, (_, leaf) => leaf),
    );
    this.#corner = new Int32Array(1 << dimensions.length);
    this.#cells = new Int32Array(1 << dimensions.length);
    this.#signs = Int8Array.from(this.#cells, (_, corner) => parity(corner));
    this.#limit = wish.limit;
  }

  run(): Box | null {
    this.#chooseFrom(0);
    return this.#best;
  }

  /** Leaves of the cell: several where it is a coarse one. */
  #chooseFrom(bit: number): void {
    const dimension = this.dimensions[bit];
    if (dimension === undefined) {
      this.#startAtLead();
      return;
    }
    for (const leaf of this.#inside[bit] ?? []) {
      this.#from[dimension] = leaf;
      this.#chooseFrom(bit + 1);
      if (this.#limit <= 0) return;
    }
  }

  #startAtLead(): void {
    const lead = this.#lead;
    if (lead === null) return;
    let cell = lead.grid.base;
    for (const dimension of this.dimensions)
      cell += lead.offsets[dimension]?.[this.#from[dimension] ?? 0] ?? 0;
    this.#corner[0] = cell;
    const { sign, size } = this.wish;
    const price = priceOf(this.state, cell);
    if (price >= this.#limit || (sign < 0 && !canLose(this.state, cell, size))) return;
    this.#chooseTo(0, price, lead);
  }

  /** Each further coordinate doubles the corners; a branch ends as soon as its corners cost too much or lack people. */
  #chooseTo(bit: number, price: number, lead: Plane): void {
    const dimension = this.dimensions[bit];
    if (dimension === undefined) {
      this.#complete(price);
      return;
    }
    const offsets = lead.offsets[dimension];
    const at = offsets?.[this.#from[dimension] ?? 0] ?? 0;
    for (const leaf of this.#outside[bit] ?? []) {
      const step = (offsets?.[leaf] ?? 0) - at;
      if (step === 0) continue;
      const sum = this.#double(bit, step, price);
      if (sum >= this.#limit) continue;
      this.#to[dimension] = leaf;
      this.#chooseTo(bit + 1, sum, lead);
      if (this.#limit <= 0) return;
    }
  }

  #double(bit: number, step: number, price: number): number {
    const { sign, size } = this.wish;
    const half = 1 << bit;
    let sum = price;
    for (let corner = 0; corner < half; corner += 1) {
      const cell = (this.#corner[corner] ?? 0) + step;
      this.#corner[corner + half] = cell;
      sum += priceOf(this.state, cell);
      if (sum >= this.#limit) return Infinity;
      if (this.#signs[corner + half] !== sign && !canLose(this.state, cell, size)) return Infinity;
    }
    return sum;
  }

  #complete(leadPrice: number): void {
    const near = this.#own.length > 1 ? this.#priceIn(this.#own, this.#limit) : leadPrice;
    if (near >= this.#limit) return;
    const far = this.#wider.length > 0 ? this.#chooseOthers(this.#limit - near) : 0;
    if (near + far >= this.#limit) return;
    const { dimensions, wish } = this;
    this.#limit = near + far;
    const { sign, size } = wish;
    this.#best = {
      dimensions,
      from: this.#from.slice(),
      to: this.#to.slice(),
      sign,
      size,
      price: near + far,
    };
  }

  /** Sets the coordinates in all other dimensions; tells what the wider crossings then cost. */
  #chooseOthers(limit: number): number {
    const chosen = this.#others.every((dimension, index) => {
      const planes = this.#wider.filter(
        (plane) =>
          plane.dimensions.length === this.dimensions.length + 1 && plane.dimensions.includes(dimension),
      );
      return this.#chooseCheapest(index, planes, limit) < Infinity;
    });
    if (!chosen) return Infinity;
    let price = this.#priceIn(this.#wider, limit);
    const widest = Math.max(...this.#wider.map((plane) => plane.dimensions.length));
    if (widest === this.dimensions.length + 1) return price;
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = price;
      this.#others.forEach((_, index) => {
        price = Math.min(price, this.#chooseCheapest(index, this.#wider, Math.min(price, limit)));
      });
      if (price >= before) break;
    }
    return price;
  }

  /** Sets one other coordinate to its cheapest leaf; leaves it where none is cheaper than the limit. */
  #chooseCheapest(index: number, planes: readonly Plane[], limit: number): number {
    const dimension = this.#others[index] ?? 0;
    let best = this.#from[dimension] ?? 0;
    let least = Infinity;
    for (const leaf of this.#choices[index] ?? []) {
      this.#from[dimension] = this.#to[dimension] = leaf;
      const price = this.#priceIn(planes, Math.min(limit, least));
      if (price >= least) continue;
      least = price;
      best = leaf;
    }
    this.#from[dimension] = this.#to[dimension] = best;
    return least;
  }

  /** What the blanks in some crossings cost; Infinity from the limit on, and where a cell would lack people. */
  #priceIn(planes: readonly Plane[], limit: number): number {
    const { state } = this;
    const { sign, size } = this.wish;
    const corners = this.#cells;
    let sum = 0;
    for (const plane of planes) {
      if (!this.#place(plane)) continue;
      const count = 1 << this.dimensions.length;
      for (let corner = 0; corner < count; corner += 1) {
        const cell = corners[corner] ?? 0;
        if (state.uses[cell] === 0) {
          sum += state.price[cell] ?? Infinity;
          if (sum >= limit) return Infinity;
        }
        if (this.#signs[corner] !== sign && !canLose(state, cell, size)) return Infinity;
      }
    }
    return sum;
  }

  /** Finds the cells of a crossing at the corners of the box; false where the crossing does not notice it. */
  #place(plane: Plane): boolean {
    const { dimensions } = this;
    const corners = this.#cells;
    corners[0] = this.lattice.cellAt(plane, this.#from);
    for (let bit = 0; bit < dimensions.length; bit += 1) {
      const dimension = dimensions[bit] ?? 0;
      const offsets = plane.offsets[dimension] ?? NOWHERE;
      const step = (offsets[this.#to[dimension] ?? 0] ?? 0) - (offsets[this.#from[dimension] ?? 0] ?? 0);
      if (step === 0) return false;
      const half = 1 << bit;
      for (let corner = 0; corner < half; corner += 1) corners[corner + half] = (corners[corner] ?? 0) + step;
    }
    return true;
  }
}

const NOWHERE = new Int32Array(0);
