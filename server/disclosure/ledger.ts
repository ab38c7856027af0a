import type { BuiltWorld } from './build-world.js';
import type { Harm } from './harm.js';
import type { State } from './state.js';
import type { Ties } from './ties.js';

/** A world in use. */
export interface Entry {
  readonly world: BuiltWorld;
  /** Later worlds have higher numbers. */
  readonly order: number;
  /** Goals that the world reaches. */
  readonly covered: readonly number[];
  /** Rows of the cube that insiders may know to be wrong in it. */
  readonly harmed: ReadonlySet<number>;
}

/** Keeps account of the worlds in use, of what they blank and of what they serve. */
export class Ledger {
  /** Cells that need a world, and how many people they need in it (null: any other number than in truth). */
  readonly goals = new Map<number, number | null>();
  readonly #entries = new Set<Entry>();
  /** Worlds by cell that reach its goal. */
  readonly #serving = new Map<number, Set<Entry>>();
  /** What blanks really cost, whatever the search is made to believe. */
  readonly #price: Float64Array;
  #entered = 0;
  /** What all further blanks cost. */
  #spent = 0;

  constructor(
    private readonly state: State,
    private readonly harm: Harm,
    private readonly ties: Ties,
  ) {
    this.#price = state.price.slice();
    const { guarantee, k } = state.policy;
    state.unsafe.forEach((unsafe, cell) => {
      if (unsafe === 0) return;
      this.goals.set(cell, guarantee === 'strict' ? k : null);
      this.#serving.set(cell, new Set());
    });
  }

  get spent(): number {
    return this.#spent;
  }

  entries(): Entry[] {
    return [...this.#entries];
  }

  /** Worlds in which a cell has other people. */
  using(cell: number): Entry[] {
    return [...this.#entries].filter(({ world }) => world.change.has(cell));
  }

  isCovered(cell: number): boolean {
    return (this.#serving.get(cell)?.size ?? 0) > 0;
  }

  /** Worlds that reach the goal of one of the cells, the oldest first. */
  serving(cells: readonly number[]): Entry[] {
    const entries = new Set<Entry>();
    for (const cell of cells) for (const entry of this.#serving.get(cell) ?? []) entries.add(entry);
    return [...entries].sort((a, b) => a.order - b.order);
  }

  isNeeded(entry: Entry): boolean {
    return entry.covered.some((cell) => this.#serving.get(cell)?.size === 1);
  }

  /** Rows that an insider may know to be wrong in every world of a cell: nobody's, where all is well. */
  harmedBy(cell: number): readonly number[] {
    let rows: number[] | null = null;
    for (const { harmed } of this.#serving.get(cell) ?? []) {
      if (harmed.size === 0) return [];
      rows = rows === null ? [...harmed] : rows.filter((row) => harmed.has(row));
    }
    if (rows !== null && this.state.policy.insiders > 1) return [...this.harm.everyRow()];
    return rows ?? [];
  }

  enter(world: BuiltWorld): Entry {
    const covered = [...world.change.keys()].filter((cell) => this.#reaches(world, cell));
    this.#entered += 1;
    const entry = { world, order: this.#entered, covered, harmed: this.harm.rowsOf(world) };
    this.add(entry);
    return entry;
  }

  #reaches({ change }: BuiltWorld, cell: number): boolean {
    const goal = this.goals.get(cell);
    const by = change.get(cell) ?? 0;
    if (goal === undefined) return false;
    return goal === null ? by !== 0 : (this.state.counts[cell] ?? 0) + by >= goal;
  }

  add(entry: Entry): void {
    const { uses, unsafe } = this.state;
    this.#entries.add(entry);
    for (const cell of entry.covered) this.#serving.get(cell)?.add(entry);
    for (const cell of entry.world.change.keys()) {
      uses[cell] = (uses[cell] ?? 0) + 1;
      if (uses[cell] !== 1 || unsafe[cell] === 1) continue;
      this.#spent += this.#price[cell] ?? 0;
      this.ties.turn(cell, 1);
    }
  }

  remove(entry: Entry): void {
    const { uses, unsafe } = this.state;
    this.#entries.delete(entry);
    for (const cell of entry.covered) this.#serving.get(cell)?.delete(entry);
    for (const cell of entry.world.change.keys()) {
      uses[cell] = (uses[cell] ?? 0) - 1;
      if (uses[cell] !== 0 || unsafe[cell] === 1) continue;
      this.#spent -= this.#price[cell] ?? 0;
      this.ties.turn(cell, -1);
    }
  }

  /** What only this world has blanked. */
  exclusiveOf({ world }: Entry): number {
    const { uses, price } = this.state;
    let sum = 0;
    for (const cell of world.change.keys()) if (uses[cell] === 1) sum += price[cell] ?? 0;
    return sum;
  }
}
