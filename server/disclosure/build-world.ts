import { eachChange, innerChangesOf, type Box } from './box.js';
import { BoxFinder } from './find-box.js';
import { findTransfers, type Transfer } from './find-transfer.js';
import type { Lattice } from './lattice.js';
import { changeNow, countNow, priceOf, startFrom, type State } from './state.js';
import type { InnerChange } from './worlds.js';

/** A world that was built, by its people and by its cells. */
export interface BuiltWorld {
  readonly people: readonly InnerChange[];
  readonly change: ReadonlyMap<number, number>;
}

export interface Goal {
  readonly cell: number;
  /** The cell has to hold so many people; null: any other number than in truth. */
  readonly atLeast: number | null;
  readonly limit: number;
  /** Whether people may become somebody else altogether; for any other number than in truth they do, from the truth on. */
  readonly lastResort?: boolean;
}

const NOTHING: ReadonlyMap<number, number> = new Map();
const MOST_IMPROVEMENTS = 40;
const TRIED_AT_ONCE = 8;

/** Builds single worlds from boxes. What a world blanks is booked while it is built, so that its later steps may use it. */
export class WorldBuilder {
  readonly #finder: BoxFinder;
  #people: InnerChange[] = [];

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
  ) {
    this.#finder = new BoxFinder(lattice, state);
  }

  /** A cheap world that reaches the goal, starting from the truth or from another world; null where none was found below the limit. */
  build(goal: Goal, start: BuiltWorld | null = null): BuiltWorld | null {
    if (goal.lastResort === true && goal.atLeast === null) return this.#cheapestTransfer(goal.cell);
    startFrom(this.state, start?.change ?? NOTHING);
    this.#people = [...(start?.people ?? [])];
    const reached = goal.atLeast === null ? this.#vary(goal) : this.#fill(goal, goal.atLeast);
    return reached ? this.#finish(goal.cell) : null;
  }

  #finish(goal: number): BuiltWorld {
    this.#improve(goal);
    const built = { people: this.#people, change: this.state.change };
    this.state.change = new Map();
    return built;
  }

  #vary({ cell, limit }: Goal): boolean {
    if (this.state.change.has(cell)) return true;
    const wish = { cell, size: 1 };
    let box = this.#finder.find({ ...wish, sign: 1, limit });
    if ((box === null || box.price > 0) && (this.state.spare[cell] ?? 0) >= 1)
      box = this.#finder.find({ ...wish, sign: -1, limit: box?.price ?? limit }) ?? box;
    if (box !== null) this.#take(box);
    return box !== null;
  }

  #fill({ cell, limit, lastResort }: Goal, atLeast: number): boolean {
    const booked: number[] = [];
    const book = (): void => {
      for (const changed of this.state.change.keys()) {
        this.#use(changed, 1);
        booked.push(changed);
      }
    };
    book();
    let steps = 0;
    for (;;) {
      const missing = atLeast - countNow(this.state, cell);
      if (missing <= 0 || steps === atLeast) break;
      const box = this.#cheapestPerHead(cell, missing, limit);
      if (box !== null) this.#take(box);
      else if (lastResort !== true || !(this.#transfer(cell, missing) || this.#transfer(cell, 1))) break;
      book();
      steps += 1;
    }
    for (const changed of booked) this.#use(changed, -1);
    return countNow(this.state, cell) >= atLeast;
  }

  #cheapestPerHead(cell: number, missing: number, limit: number): Box | null {
    let best: Box | null = null;
    for (let size = missing; size >= 1; size = size > 2 ? Math.ceil(size / 2) : size - 1) {
      const below: number = best === null ? limit : Math.min(limit, (best.price / best.size) * size);
      best = this.#finder.find({ cell, sign: 1, size, limit: below }) ?? best;
      if (best !== null && best.price <= 0) break;
    }
    return best;
  }

  /** The last resort: people who are somebody else altogether. */
  #transfer(cell: number, people: number): boolean {
    const [transfer] = findTransfers(this.lattice, this.state, cell, people, 1);
    if (transfer !== undefined) this.#move(transfer);
    return transfer !== undefined;
  }

  /** The same for one person. What somebody costs at first says little of what is left of it after improvements. */
  #cheapestTransfer(cell: number): BuiltWorld | null {
    startFrom(this.state, NOTHING);
    let best: BuiltWorld | null = null;
    let least = Infinity;
    for (const transfer of findTransfers(
      this.lattice,
      this.state,
      cell,
      1,
      this.state.effort.mostTransfers,
    )) {
      startFrom(this.state, NOTHING);
      this.#people = [];
      this.#move(transfer);
      const built = this.#finish(cell);
      const price = costOf(this.state, built);
      if (price >= least) continue;
      best = built;
      least = price;
    }
    return best;
  }

  #move({ people, change }: Transfer): void {
    for (const [changed, by] of change) changeNow(this.state, changed, by);
    this.#people.push(...people);
  }

  #take(box: Box): void {
    this.#people.push(...innerChangesOf(box));
    eachChange(this.lattice, box, (cell, by) => {
      changeNow(this.state, cell, by);
    });
  }

  #use(cell: number, by: number): void {
    this.state.uses[cell] = (this.state.uses[cell] ?? 0) + by;
  }

  /** Replaces the dearest blanks of the world: a second box that undoes the change there may cost less than it saves. */
  #improve(goal: number): void {
    for (let round = 0; round < MOST_IMPROVEMENTS; round += 1) {
      const cells = [...this.state.change.keys()];
      const paid = cells
        .filter((cell) => cell !== goal && priceOf(this.state, cell) > 0)
        .sort((a, b) => priceOf(this.state, b) - priceOf(this.state, a) || a - b)
        .slice(0, TRIED_AT_ONCE);
      if (!paid.some((cell) => this.#replace(cell, goal, cells))) return;
    }
  }

  #replace(dear: number, goal: number, cells: readonly number[]): boolean {
    const { state } = this;
    const { change } = state;
    const people = this.#people;
    const before = this.#spent(goal);
    const by = change.get(dear) ?? 0;
    const wish = {
      cell: dear,
      sign: by > 0 ? -1 : 1,
      size: Math.abs(by),
      limit: state.price[dear] ?? 0,
    } as const;
    for (const cell of cells) this.#use(cell, 1);
    // What the world is for must stay as it is.
    const [price, uses] = [state.price[goal] ?? 0, state.uses[goal] ?? 0];
    state.price[goal] = Infinity;
    state.uses[goal] = 0;
    const box = this.#finder.find(wish);
    state.price[goal] = price;
    state.uses[goal] = uses;
    for (const cell of cells) this.#use(cell, -1);
    if (box === null) return false;
    const previous = new Map(change);
    this.#people = [...people];
    this.#take(box);
    if (this.#spent(goal) < before) return true;
    startFrom(state, previous);
    this.#people = people;
    return false;
  }

  /** What the blanks of the world cost beyond those that are there already. */
  #spent(goal: number): number {
    let sum = 0;
    for (const cell of this.state.change.keys()) if (cell !== goal) sum += priceOf(this.state, cell);
    return sum;
  }
}

/** What a world costs beyond the blanks that are there already. */
export function costOf(state: State, world: BuiltWorld): number {
  let sum = 0;
  for (const cell of world.change.keys()) sum += priceOf(state, cell);
  return sum;
}
