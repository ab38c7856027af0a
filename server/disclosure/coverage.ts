import { type BuiltWorld, costOf } from './build-world.js';
import { CannotProtect } from './cannot-protect.js';
import { Coverer } from './cover.js';
import { Harm } from './harm.js';
import type { Lattice } from './lattice.js';
import type { State } from './state.js';

interface Entry {
  readonly world: BuiltWorld;
  /** Goals that the world reaches, the one that it was made for among them. */
  readonly covered: readonly number[];
  /** Whether it serves more than the goals that it reaches, and can't be replaced by other worlds for these. */
  readonly fixed: boolean;
}

const LEAST_GAIN = 0.01;
const NOBODY: readonly number[] = [];

/** Keeps account of which cells need a world, and of the worlds in use. */
export class Coverage {
  readonly #coverer: Coverer;
  readonly #harm: Harm;
  /** Cells that need a world, and how many people they need in it (null: any other number than in truth). */
  readonly #goals = new Map<number, number | null>();
  /** Worlds by cell that reach its goal. */
  readonly #count: Int32Array;
  #entries: Entry[] = [];

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
  ) {
    this.#harm = new Harm(lattice, state);
    this.#coverer = new Coverer(lattice, state, this.#harm);
    this.#count = new Int32Array(state.counts.length);
    const { guarantee, k } = state.policy;
    state.unsafe.forEach((unsafe, cell) => {
      if (unsafe === 1) this.#goals.set(cell, guarantee === 'strict' ? k : null);
    });
  }

  /** Worlds for every unsafe cell: few dimensions first, for what they blank serves many; within them those that need least. */
  coverAll(): void {
    const { counts } = this.state;
    const dimensions = (cell: number): number => this.lattice.planeOf(cell).dimensions.length;
    const cells = [...this.#goals.keys()].sort(
      (a, b) => dimensions(a) - dimensions(b) || (counts[b] ?? 0) - (counts[a] ?? 0) || b - a,
    );
    for (const cell of cells) if (this.#count[cell] === 0) this.need(cell);
  }

  /** Finds and enters a world for a cell. */
  need(cell: number): void {
    const world = this.#find(cell, NOBODY, true);
    if (world === null) throw new CannotProtect(cell);
    this.#enter(world);
  }

  #find(cell: number, kept: Iterable<number>, lastResort: boolean): BuiltWorld | null {
    const atLeast = this.#goals.get(cell) ?? null;
    const goal = { cell, atLeast, limit: Infinity, lastResort };
    return this.#coverer.cover(goal, kept, () => this.#startsFor(cell));
  }

  /** Enters the cheapest world that has other people in one of the cells. Throws where there is none for any. */
  needOneOf(cells: readonly number[]): void {
    let best: BuiltWorld | null = null;
    let limit = Infinity;
    for (const cell of cells) {
      const world = this.#coverer.cover({ cell, atLeast: null, limit, lastResort: true });
      if (world === null || costOf(this.state, world) >= limit) continue;
      best = world;
      limit = costOf(this.state, world);
    }
    if (best === null) throw new CannotProtect(cells[0] ?? 0);
    this.#enter(best, true);
  }

  /** Takes worlds out, the dearest first, and keeps what replaces them for less. */
  searchAgain(): void {
    const worth = new Map(this.#entries.map((entry) => [entry, this.#exclusive(entry)]));
    const byWorth = [...worth.keys()].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0));
    for (const entry of byWorth) {
      const price = this.#exclusive(entry);
      const needed = entry.covered.some((cell) => this.#count[cell] === 1);
      if (entry.fixed || (price === 0 && needed)) continue;
      this.#remove(entry);
      if (!this.#coverWithin(entry.covered, price)) this.#add(entry);
    }
  }

  /** Covers those of the cells that are not, for less than a price in all; enters nothing where that fails. */
  #coverWithin(cells: readonly number[], price: number): boolean {
    const fresh: Entry[] = [];
    let spent = 0;
    for (const cell of cells) {
      if (this.#count[cell] !== 0) continue;
      const atLeast = this.#goals.get(cell) ?? null;
      const world = this.#coverer.cover({ cell, atLeast, limit: price - spent });
      if (world !== null) spent += costOf(this.state, world);
      if (world === null || spent > price - LEAST_GAIN) {
        for (const made of fresh) this.#remove(made);
        return false;
      }
      fresh.push(this.#enter(world));
    }
    return true;
  }

  /**
   * Sees to it that insiders don't know better: whatever they may know, for each cell there is a world that agrees. For one
   * insider it is enough that no record is missing in all worlds of a cell; for several, one world lacks nothing.
   */
  secure(): void {
    const { insiders } = this.state.policy;
    if (insiders === 0) return;
    const missing = new Map<number, ReadonlySet<number>>();
    const note = ({ world, covered }: Entry): void => {
      const harmed = this.#harm.rowsOf(world);
      const rows = harmed.size > 0 && insiders > 1 ? this.#harm.everyRow() : harmed;
      for (const cell of covered) {
        const before = missing.get(cell);
        missing.set(cell, before === undefined ? rows : new Set([...before].filter((row) => rows.has(row))));
      }
    };
    this.#entries.forEach(note);
    for (const cell of this.#goals.keys()) {
      const rows = missing.get(cell);
      if (rows !== undefined && rows.size > 0) this.#keep(cell, [...rows]).forEach(note);
    }
  }

  /**
   * Worlds for a cell of which, for each of the rows, one keeps it: as few as there have to be. Against several insiders a
   * single one has to keep all.
   */
  #keep(cell: number, rows: readonly number[]): Entry[] {
    const isLast = rows.length === 1 || this.state.policy.insiders > 1;
    const world = this.#find(cell, rows, isLast);
    if (world !== null) return [this.#enter(world, true)];
    if (isLast) throw new CannotProtect(cell);
    const middle = Math.ceil(rows.length / 2);
    return [...this.#keep(cell, rows.slice(0, middle)), ...this.#keep(cell, rows.slice(middle))];
  }

  worlds(): BuiltWorld[] {
    return this.#entries.map(({ world }) => world);
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
      .map(({ world }) => world);
  }

  #enter(world: BuiltWorld, fixed = false): Entry {
    const covered = [...world.change.keys()].filter((cell) => this.#reaches(world, cell));
    const entry = { world, covered, fixed };
    this.#add(entry);
    return entry;
  }

  #reaches({ change }: BuiltWorld, cell: number): boolean {
    const goal = this.#goals.get(cell);
    const by = change.get(cell) ?? 0;
    if (goal === undefined) return false;
    return goal === null ? by !== 0 : (this.state.counts[cell] ?? 0) + by >= goal;
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    this.#book(entry, 1);
  }

  #remove(entry: Entry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#book(entry, -1);
  }

  #book({ world, covered }: Entry, by: number): void {
    const { uses } = this.state;
    for (const cell of world.change.keys()) uses[cell] = (uses[cell] ?? 0) + by;
    for (const cell of covered) this.#count[cell] = (this.#count[cell] ?? 0) + by;
  }

  /** What only this world has blanked. */
  #exclusive({ world }: Entry): number {
    const { uses, price } = this.state;
    let sum = 0;
    for (const cell of world.change.keys()) if (uses[cell] === 1) sum += price[cell] ?? 0;
    return sum;
  }
}
