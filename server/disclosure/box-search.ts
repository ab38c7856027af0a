import { parity, type Box } from './box.js';
import type { Lattice, Plane, Sides } from './lattice.js';
import { priceOf, type State } from './state.js';

export interface Wish {
  readonly cell: number;
  /** Whether the cell is to gain or to lose people, and how many. */
  readonly sign: 1 | -1;
  readonly size: number;
  /** Boxes have to be cheaper than this. */
  readonly limit: number;
}

const ROUNDS = 3;

/** The search for boxes in given dimensions around the cells of one crossing. */
export class BoxSearch {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #own: readonly Plane[];
  readonly #wider: readonly Plane[];
  readonly #others: readonly number[];
  readonly #lead: Plane | null;
  /** By dimension of the box and by other dimension: its axis in the crossing of the cell, -1 for none. */
  readonly #axes: readonly number[];
  readonly #otherAxes: readonly number[];
  /** By other dimension: all of its leaves. */
  readonly #leaves: readonly (readonly number[])[];
  #sides: readonly Sides[] = [];
  readonly #corner: Int32Array;
  /** Crossings by other dimension that add just this one, and all; positions in `wider`. */
  readonly #next: readonly (readonly number[])[];
  readonly #all: readonly number[];
  /** Whether there are no crossings that add several dimensions. */
  readonly #isFlat: boolean;
  readonly #isOther: Uint8Array;
  /** Corners by crossing, without their coordinates in other dimensions. */
  readonly #cells: Int32Array;
  readonly #noticed: Uint8Array;
  readonly #signs: Int8Array;
  #sign: 1 | -1 = 1;
  #size = 0;
  #limit = 0;
  #best: Box | null = null;

  constructor(
    lattice: Lattice,
    private readonly state: State,
    ofCell: Plane,
    private readonly dimensions: readonly number[],
  ) {
    const width = lattice.leafCounts.length;
    this.#from = new Int32Array(width);
    this.#to = new Int32Array(width);
    ({
      own: this.#own,
      wider: this.#wider,
      others: this.#others,
      next: this.#next,
      lead: this.#lead,
    } = lattice.reachOf(dimensions));
    this.#axes = dimensions.map((dimension) => ofCell.dimensions.indexOf(dimension));
    this.#otherAxes = this.#others.map((dimension) => ofCell.dimensions.indexOf(dimension));
    this.#leaves = this.#others.map((dimension) =>
      Array.from({ length: lattice.leafCounts[dimension] ?? 0 }, (_, leaf) => leaf),
    );
    this.#all = [...this.#wider.keys()];
    this.#isFlat = this.#wider.every((plane) => plane.dimensions.length === dimensions.length + 1);
    this.#isOther = new Uint8Array(width);
    for (const dimension of this.#others) this.#isOther[dimension] = 1;
    this.#corner = new Int32Array(1 << dimensions.length);
    this.#cells = new Int32Array(Math.max(1, this.#wider.length) << dimensions.length);
    this.#noticed = new Uint8Array(this.#wider.length);
    this.#signs = Int8Array.from(this.#corner, (_, corner) => parity(corner));
  }

  run({ sign, size }: Wish, sides: readonly Sides[], limit: number): Box | null {
    this.#sides = sides;
    this.#sign = sign;
    this.#size = size;
    this.#limit = limit;
    this.#best = null;
    this.#from.fill(0);
    this.#to.fill(0);
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
    for (const leaf of this.#sides[this.#axes[bit] ?? -1]?.inside ?? []) {
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
    const price = priceOf(this.state, cell);
    if (price >= this.#limit || (this.#sign < 0 && (this.state.spare[cell] ?? 0) < this.#size)) return;
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
    for (const leaf of this.#sides[this.#axes[bit] ?? -1]?.outside ?? []) {
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
    const sign = this.#sign;
    const size = this.#size;
    const half = 1 << bit;
    let sum = price;
    for (let corner = 0; corner < half; corner += 1) {
      const cell = (this.#corner[corner] ?? 0) + step;
      this.#corner[corner + half] = cell;
      sum += priceOf(this.state, cell);
      if (sum >= this.#limit) return Infinity;
      if (this.#signs[corner + half] !== sign && (this.state.spare[cell] ?? 0) < size) return Infinity;
    }
    return sum;
  }

  #complete(leadPrice: number): void {
    const near = this.#own.length > 1 ? this.#priceOfOwn(this.#limit) : leadPrice;
    if (near >= this.#limit) return;
    const far = this.#wider.length > 0 ? this.#chooseOthers(this.#limit - near) : 0;
    if (near + far >= this.#limit) return;
    this.#limit = near + far;
    this.#best = {
      dimensions: this.dimensions,
      from: this.#from.slice(),
      to: this.#to.slice(),
      sign: this.#sign,
      size: this.#size,
      price: near + far,
    };
  }

  /** Sets the coordinates in all other dimensions; tells what the wider crossings then cost. */
  #chooseOthers(limit: number): number {
    this.#wider.forEach(
      (plane, index) => (this.#noticed[index] = this.#place(plane, index << this.dimensions.length) ? 1 : 0),
    );
    // Crossings that add a single dimension tell what its coordinate costs at least, whatever the others are.
    let least = 0;
    for (let index = 0; index < this.#others.length; index += 1) {
      least += this.#chooseCheapest(index, this.#next[index] ?? [], limit - least);
      if (least >= limit) return Infinity;
    }
    if (this.#isFlat) return least;
    let price = this.#priceOfAll(this.#all, limit);
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = price;
      for (let index = 0; index < this.#others.length; index += 1)
        price = Math.min(price, this.#chooseCheapest(index, this.#all, Math.min(price, limit)));
      if (price >= before) break;
    }
    return price;
  }

  /** Sets one other coordinate to its cheapest leaf; leaves it where none is cheaper than the limit. */
  #chooseCheapest(index: number, planes: readonly number[], limit: number): number {
    const dimension = this.#others[index] ?? 0;
    let best = this.#from[dimension] ?? 0;
    let least = limit;
    for (const leaf of this.#sides[this.#otherAxes[index] ?? -1]?.inside ?? this.#leaves[index] ?? []) {
      this.#from[dimension] = leaf;
      const price = this.#priceOfAll(planes, least);
      if (price >= least) continue;
      least = price;
      best = leaf;
      if (least <= 0) break;
    }
    this.#from[dimension] = this.#to[dimension] = best;
    return least < limit ? least : Infinity;
  }

  /** What the blanks in some of the wider crossings cost; Infinity from the limit on, and where a cell would lack people. */
  #priceOfAll(planes: readonly number[], limit: number): number {
    let sum = 0;
    for (const index of planes) {
      if (this.#noticed[index] === 0) continue;
      const plane = this.#wider[index];
      if (plane === undefined) continue;
      let shift = 0;
      for (const dimension of plane.dimensions)
        if (this.#isOther[dimension] === 1)
          shift += plane.offsets[dimension]?.[this.#from[dimension] ?? 0] ?? 0;
      sum += this.#priceAt(index << this.dimensions.length, shift, limit - sum);
      if (sum >= limit) return Infinity;
    }
    return sum;
  }

  /** What the blanks at the placed corners of one crossing cost. */
  #priceAt(start: number, shift: number, limit: number): number {
    const { price, uses, spare } = this.state;
    const sign = this.#sign;
    const size = this.#size;
    const count = 1 << this.dimensions.length;
    let sum = 0;
    for (let corner = 0; corner < count; corner += 1) {
      const cell = (this.#cells[start + corner] ?? 0) + shift;
      if (uses[cell] === 0) {
        sum += price[cell] ?? Infinity;
        if (sum >= limit) return Infinity;
      }
      if (this.#signs[corner] !== sign && (spare[cell] ?? 0) < size) return Infinity;
    }
    return sum;
  }

  /** What the blanks in coarser crossings of the same dimensions cost. */
  #priceOfOwn(limit: number): number {
    let sum = 0;
    for (const plane of this.#own) {
      if (!this.#place(plane, 0)) continue;
      sum += this.#priceAt(0, 0, limit - sum);
      if (sum >= limit) return Infinity;
    }
    return sum;
  }

  /**
   * Finds the corners of the box in a crossing, without their coordinates in other dimensions; false where the crossing does
   * not notice it.
   */
  #place(plane: Plane, start: number): boolean {
    const { dimensions } = this;
    const corners = this.#cells;
    let first = plane.grid.base;
    for (const dimension of dimensions) first += plane.offsets[dimension]?.[this.#from[dimension] ?? 0] ?? 0;
    corners[start] = first;
    for (let bit = 0; bit < dimensions.length; bit += 1) {
      const dimension = dimensions[bit] ?? 0;
      const offsets = plane.offsets[dimension] ?? NOWHERE;
      const step = (offsets[this.#to[dimension] ?? 0] ?? 0) - (offsets[this.#from[dimension] ?? 0] ?? 0);
      if (step === 0) return false;
      const half = 1 << bit;
      for (let corner = 0; corner < half; corner += 1)
        corners[start + corner + half] = (corners[start + corner] ?? 0) + step;
    }
    return true;
  }
}

const NOWHERE = new Int32Array(0);
