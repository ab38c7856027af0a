import { type BuiltWorld, costOf } from './build-world.js';
import { CannotProtect } from './cannot-protect.js';
import { Coverer } from './cover.js';
import type { Harm } from './harm.js';
import type { Lattice } from './lattice.js';
import type { Entry, Ledger } from './ledger.js';
import type { State } from './state.js';
import { widerCells } from './stepping-stones.js';
import type { Tie, Ties } from './ties.js';

const LEAST_GAIN = 0.01;
/** So much more a world may cost that keeps everybody in their cells: what it saves later is mostly more. */
const WORTH_KEEPING_ALL = 10;
/** Worlds that cost more are compared with two worlds that keep half of the people each. */
const WORTH_SPLITTING = 20;
/** Of the cells that may be blanked to hide a sum so many, the cheapest, are tried. */
const MOST_TRIED = 8;
/** So many rounds, and so many cells in each of them, are there for telling more. */
const MOST_ROUNDS = 2;
const MOST_DEAR = 40;
/** Cells that more worlds change can hardly be told after all, and to try takes long. */
const MOST_TAKEN_OUT = 20;
const NOBODY: readonly number[] = [];

/** Sees to it that all is served that a release needs: cells, insiders, and sums that a subtraction would show. */
export class Coverage {
  readonly #coverer: Coverer;

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
    private readonly ledger: Ledger,
    private readonly ties: Ties,
    harm: Harm,
  ) {
    this.#coverer = new Coverer(lattice, state, harm);
  }

  /** Few dimensions first, for what they blank serves many; within them cells that need least. */
  inOrder(cells: Iterable<number>): number[] {
    const { counts } = this.state;
    const dimensions = (cell: number): number => this.lattice.planeOf(cell).dimensions.length;
    return [...cells].sort(
      (a, b) => dimensions(a) - dimensions(b) || (counts[b] ?? 0) - (counts[a] ?? 0) || b - a,
    );
  }

  /** Worlds for every unsafe cell; gives up where all blanks together cost as much as a ceiling. */
  coverAll(ceiling = Infinity): boolean {
    for (const cell of this.inOrder(this.ledger.goals.keys())) {
      if (this.ledger.spent >= ceiling) return false;
      if (!this.#cover(cell, Infinity)) throw new CannotProtect(cell);
    }
    return this.ledger.spent < ceiling;
  }

  /** Whether the cell has a world, or was given one below the limit. */
  #cover(cell: number, limit: number): boolean {
    if (this.ledger.isCovered(cell)) return true;
    const any = this.#find(cell, NOBODY, limit, true);
    if (any === null) return false;
    const atLeast = this.ledger.goals.get(cell) ?? null;
    const most = costOf(this.state, any) + WORTH_KEEPING_ALL;
    this.ledger.enter(this.#coverer.keepAll({ cell, atLeast, limit: most }) ?? any);
    return true;
  }

  #find(cell: number, kept: Iterable<number>, limit: number, lastResort: boolean): BuiltWorld | null {
    const atLeast = this.ledger.goals.get(cell) ?? null;
    const goal = { cell, atLeast, limit, lastResort };
    return this.#coverer.cover(goal, kept, () => this.#startsFor(cell));
  }

  /** Sees to it that insiders don't know better about any cell. */
  secureAll(): void {
    for (const cell of this.ledger.goals.keys())
      if (!this.#secure(cell, Infinity)) throw new CannotProtect(cell);
  }

  /**
   * Whatever an insider may know, for each cell there is a world that agrees. For one insider it is enough that no record is
   * missing in all worlds of a cell; for several, one world lacks nothing.
   */
  #secure(cell: number, ceiling: number): boolean {
    const rows = this.ledger.harmedBy(cell);
    return rows.length === 0 || this.#keep(cell, rows, ceiling);
  }

  /**
   * Worlds for a cell of which, for each of the rows, one keeps it: as few as there have to be. Against several insiders a
   * single one has to keep all.
   */
  #keep(cell: number, rows: readonly number[], ceiling: number): boolean {
    const { ledger } = this;
    const isLast = rows.length === 1 || this.state.policy.insiders > 1;
    const before = ledger.spent;
    const whole = this.#find(cell, rows, ceiling - before, isLast);
    const price = whole === null ? Infinity : costOf(this.state, whole);
    if (!isLast && price > WORTH_SPLITTING) {
      const known = new Set(ledger.entries());
      const middle = Math.ceil(rows.length / 2);
      const limit = Math.min(ceiling, before + price - LEAST_GAIN);
      const kept =
        this.#keep(cell, rows.slice(0, middle), limit) && this.#keep(cell, rows.slice(middle), limit);
      if (kept && ledger.spent <= limit) return true;
      for (const entry of ledger.entries()) if (!known.has(entry)) ledger.remove(entry);
    }
    if (whole === null) return false;
    ledger.enter(whole);
    return true;
  }

  /** Blanks more until no subtraction shows a few people. */
  closeAll(): void {
    if (this.#closeBelow(Infinity)) return;
    const [tie] = this.ties.open();
    throw new CannotProtect(tie?.parts[0] ?? tie?.whole ?? 0);
  }

  /** The same, as long as all blanks together cost less than a ceiling. Every step blanks a cell that was told, so this ends. */
  #closeBelow(ceiling: number): boolean {
    for (;;) {
      const open = this.ties.open();
      if (open.length === 0) return true;
      for (const tie of open)
        if (this.ties.isStillOpen(tie) && !this.#close(tie, ceiling - this.ledger.spent)) return false;
    }
  }

  /**
   * A further part of the same whole becomes blank, with a world in which it has other people, so that it can't be worked
   * out in turn; or the whole.
   */
  #close({ whole, parts }: Tie, limit: number): boolean {
    const price = (cell: number): number => this.state.price[cell] ?? 0;
    const cells = [whole, ...parts].sort((a, b) => price(a) - price(b) || a - b);
    let best: BuiltWorld | null = null;
    let least = limit;
    for (const cell of cells.slice(0, MOST_TRIED)) {
      if (price(cell) >= least) break;
      const world = this.#coverer.cover({ cell, atLeast: null, limit: least, lastResort: true });
      if (world === null || costOf(this.state, world) >= least) continue;
      best = world;
      least = costOf(this.state, world);
    }
    if (best === null) return false;
    this.ledger.enter(best);
    return true;
  }

  /** Takes worlds out, the dearest first, and keeps what replaces them for less. */
  searchAgain(): void {
    const worth = new Map(this.ledger.entries().map((entry) => [entry, this.ledger.exclusiveOf(entry)]));
    const byWorth = [...worth.keys()].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0));
    for (const entry of byWorth) {
      if (this.ledger.exclusiveOf(entry) > 0 || !this.ledger.isNeeded(entry))
        this.#replace([entry], null, false);
    }
  }

  /** Tries to tell dear cells after all: all worlds that change one are taken out, and others found that don't. */
  tellMore(): void {
    const { state, ledger } = this;
    const price = (cell: number): number => state.price[cell] ?? 0;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = ledger.spent;
      const dear = [...state.uses.keys()]
        .filter((cell) => {
          const uses = state.uses[cell] ?? 0;
          return state.unsafe[cell] === 0 && uses > 0 && uses <= MOST_TAKEN_OUT;
        })
        .sort((a, b) => price(b) - price(a) || a - b)
        .slice(0, MOST_DEAR);
      for (const cell of dear) if ((state.uses[cell] ?? 0) > 0) this.#replace(ledger.using(cell), cell, true);
      if (ledger.spent >= before) return;
    }
  }

  /**
   * Takes some worlds out and serves what they served for less, without a cell if one is given. Changes nothing and
   * returns false where that fails.
   */
  #replace(removed: readonly Entry[], without: number | null, complete: boolean): boolean {
    const { ledger, state } = this;
    const before = ledger.spent;
    const price = state.price[without ?? 0] ?? 0;
    const known = new Set(ledger.entries());
    for (const entry of removed) ledger.remove(entry);
    if (without !== null) state.price[without] = Infinity;
    const served = this.inOrder(new Set(removed.flatMap(({ covered }) => covered)));
    const done =
      served.every((cell) => this.#cover(cell, before - ledger.spent)) &&
      (!complete || (served.every((cell) => this.#secure(cell, before)) && this.#closeBelow(before))) &&
      (ledger.spent < before - LEAST_GAIN || ledger.entries().length < known.size);
    if (without !== null) state.price[without] = price;
    if (done) return true;
    for (const entry of ledger.entries()) if (!known.has(entry)) ledger.remove(entry);
    for (const entry of removed) ledger.add(entry);
    return false;
  }

  /** Worlds of larger groups that the cell is part of: in them it can have more people already. */
  #startsFor(cell: number): BuiltWorld[] {
    return this.ledger.serving(widerCells(this.lattice, cell)).map(({ world }) => world);
  }
}
