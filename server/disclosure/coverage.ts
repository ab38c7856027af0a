import type { BuiltWorld, Goal } from './build-world.js';
import { type Bundle, Coverer, totalCost } from './cover.js';
import type { Lattice } from './lattice.js';
import type { State } from './state.js';

interface Entry {
  readonly bundle: Bundle;
  /** Goals that the bundle reaches, the one that it was made for among them. */
  readonly covered: readonly number[];
}

const LEAST_GAIN = 0.01;

/** Keeps account of which cells need a world, and of the worlds in use. */
export class Coverage {
  readonly #coverer: Coverer;
  /** Cells that need a world, and whether it has to be one with k people. */
  readonly #goals = new Map<number, { readonly atLeast: number | null }>();
  readonly #count: Int32Array;
  #entries: Entry[] = [];

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
  ) {
    this.#coverer = new Coverer(lattice, state);
    this.#count = new Int32Array(state.counts.length);
    const { guarantee, k } = state.policy;
    state.unsafe.forEach((unsafe, cell) => {
      if (unsafe === 1) this.#goals.set(cell, { atLeast: guarantee === 'strict' ? k : null });
    });
  }

  /** Worlds for every unsafe cell: few dimensions first, for what they blank serves many; within them those that need most. */
  coverAll(): void {
    const { counts, policy } = this.state;
    const order = policy.guarantee === 'strict' ? 1 : -1;
    const dimensions = (cell: number): number => this.lattice.planeOf(cell).dimensions.length;
    const cells = [...this.#goals.keys()].sort(
      (a, b) => dimensions(a) - dimensions(b) || order * ((counts[a] ?? 0) - (counts[b] ?? 0)) || b - a,
    );
    for (const cell of cells) if (this.#count[cell] === 0) this.need(cell);
  }

  /** Finds and enters worlds for a cell; it may be one that is safe by itself, but must not be known. */
  need(cell: number): void {
    const goal = this.#goals.get(cell) ?? { atLeast: null };
    this.#goals.set(cell, goal);
    const bundle = this.#coverer.cover({ ...goal, cell, limit: Infinity }, this.#startsFor(cell));
    if (bundle === null) throw new Error(`cell ${String(cell)} cannot be protected by any number of blanks`);
    this.#enter(bundle);
  }

  /** Enters worlds that change a cell together with a partner; false where there are none. */
  tie(cell: number, partner: NonNullable<Goal['partner']>): boolean {
    const bundle = this.#coverer.cover({ cell, atLeast: null, limit: Infinity, partner }, []);
    if (bundle === null) return false;
    this.#enter(bundle);
    return true;
  }

  /** Takes bundles out, the dearest first, and keeps what replaces them for less. */
  searchAgain(): void {
    const before = this.#entries;
    const worth = new Map(before.map((entry) => [entry, this.#exclusive(entry)]));
    const byWorth = [...before].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0));
    for (const entry of byWorth) {
      const price = this.#exclusive(entry);
      const needed = entry.covered.some((cell) => this.#count[cell] === 1);
      if (price === 0 && needed) continue;
      this.#remove(entry);
      if (!this.#replace(entry, price)) this.#add(entry);
    }
  }

  #replace(entry: Entry, price: number): boolean {
    const fresh: Entry[] = [];
    let spent = 0;
    for (const cell of entry.covered) {
      if (this.#count[cell] !== 0) continue;
      const goal = this.#goals.get(cell) ?? { atLeast: null };
      const bundle = this.#coverer.cover({ ...goal, cell, limit: price - spent }, []);
      if (bundle !== null) spent += totalCost(this.state, bundle);
      if (bundle === null || spent > price - LEAST_GAIN) {
        for (const made of fresh) this.#remove(made);
        return false;
      }
      fresh.push(this.#enter(bundle));
    }
    return true;
  }

  worlds(): BuiltWorld[] {
    return this.#entries.flatMap(({ bundle }) => bundle.worlds);
  }

  /** Worlds of larger groups that the cell is part of: in them it can have more people already. */
  #startsFor(cell: number): BuiltWorld[] {
    const { dimensions } = this.lattice.planeOf(cell);
    const sides = this.lattice.sidesOf(cell);
    const leaves = new Int32Array(this.lattice.leafCounts.length);
    dimensions.forEach((dimension, index) => (leaves[dimension] = sides[index]?.inside[0] ?? 0));
    const wider = new Set(
      this.lattice.planes
        .filter(
          (plane) =>
            plane.dimensions.length === dimensions.length - 1 &&
            plane.dimensions.every((one) => dimensions.includes(one)),
        )
        .map((plane) => this.lattice.cellAt(plane, leaves)),
    );
    return this.#entries
      .filter(({ covered }) => covered.some((other) => wider.has(other)))
      .flatMap(({ bundle }) => bundle.worlds)
      .filter((world) => this.#coverer.isHarmless(world));
  }

  #enter(bundle: Bundle): Entry {
    const safe = bundle.worlds.filter((world) => this.#coverer.isHarmless(world));
    const covered = bundle.cells.filter(
      (cell) =>
        safe.some((world) => this.#reaches(world, cell)) ||
        bundle.worlds.every((world) => this.#reaches(world, cell)),
    );
    const entry = { bundle, covered };
    this.#add(entry);
    return entry;
  }

  #reaches({ change }: BuiltWorld, cell: number): boolean {
    const goal = this.#goals.get(cell);
    const by = change.get(cell) ?? 0;
    if (goal === undefined) return false;
    return goal.atLeast === null ? by !== 0 : (this.state.counts[cell] ?? 0) + by >= goal.atLeast;
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    this.#book(entry, 1);
  }

  #remove(entry: Entry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#book(entry, -1);
  }

  #book({ bundle, covered }: Entry, by: number): void {
    const { uses } = this.state;
    for (const cell of bundle.cells) uses[cell] = (uses[cell] ?? 0) + by;
    for (const cell of covered) this.#count[cell] = (this.#count[cell] ?? 0) + by;
  }

  /** What only this bundle has blanked. */
  #exclusive({ bundle }: Entry): number {
    const { uses, price } = this.state;
    return bundle.cells.reduce((sum, cell) => sum + (uses[cell] === 1 ? (price[cell] ?? 0) : 0), 0);
  }
}
