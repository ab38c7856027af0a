import type { Containment } from './containment.js';
import { isBlank, type State } from './state.js';

/** Something told from which a subtraction shows a few people: one of these cells has to be blank to hide it. */
export interface Tie {
  readonly whole: number;
  readonly parts: readonly number[];
}

/**
 * Keeps account of the people that the blank parts of every told cell hold together, by crossing that refines it, as
 * blanks come and go.
 */
export class Ties {
  /** By whole and crossing: the whole, the crossing, and the people in its blank parts. */
  readonly #wholes: number[] = [];
  readonly #containmentOf: number[] = [];
  readonly #rest: Int32Array;
  /** The sums that a cell adds to, as a compressed list. */
  readonly #start: Int32Array;
  readonly #sums: Int32Array;
  /** The sums of which a cell is the whole. */
  readonly #sumsOfWhole = new Map<number, number[]>();
  readonly #touched = new Set<number>();
  readonly #pairs: Tie[] = [];

  constructor(
    private readonly state: State,
    private readonly containments: readonly Containment[],
  ) {
    const { counts } = state;
    this.#start = new Int32Array(counts.length + 1);
    const addingUp = containments.filter(({ addsUp }) => addsUp);
    const first = containments.map(({ outer, addsUp }, index) => {
      const before = this.#wholes.length;
      if (!addsUp) return before;
      for (let cell = outer.grid.base; cell < outer.grid.base + outer.grid.size; cell += 1) {
        const sums = this.#sumsOfWhole.get(cell) ?? [];
        sums.push(this.#wholes.length);
        this.#sumsOfWhole.set(cell, sums);
        this.#wholes.push(cell);
        this.#containmentOf.push(index);
      }
      return before - outer.grid.base;
    });
    this.#rest = new Int32Array(this.#wholes.length);
    for (const { inner } of addingUp)
      for (let cell = inner.grid.base; cell < inner.grid.base + inner.grid.size; cell += 1)
        this.#start[cell + 1] = (this.#start[cell + 1] ?? 0) + 1;
    for (let cell = 0; cell < counts.length; cell += 1)
      this.#start[cell + 1] = (this.#start[cell + 1] ?? 0) + (this.#start[cell] ?? 0);
    this.#sums = new Int32Array(this.#start[counts.length] ?? 0);
    const next = this.#start.slice();
    containments.forEach(({ inner, outerOf, addsUp }, index) => {
      outerOf.forEach((whole, position) => {
        if (whole < 0) return;
        const part = inner.grid.base + position;
        if (addsUp) {
          this.#sums[next[part] ?? 0] = whole + (first[index] ?? 0);
          next[part] = (next[part] ?? 0) + 1;
        }
        const difference = (counts[whole] ?? 0) - (counts[part] ?? 0);
        if (this.#isFew(difference) && state.unsafe[whole] === 0 && state.unsafe[part] === 0)
          this.#pairs.push({ whole, parts: [part] });
      });
    });
    counts.forEach((_, cell) => {
      if (isBlank(state, cell)) this.turn(cell, 1);
    });
  }

  /** To be told whenever a cell has become blank (1) or is told again (-1). */
  turn(cell: number, by: 1 | -1): void {
    const people = by * (this.state.counts[cell] ?? 0);
    for (let at = this.#start[cell] ?? 0; at < (this.#start[cell + 1] ?? 0); at += 1) {
      const sum = this.#sums[at] ?? 0;
      this.#rest[sum] = (this.#rest[sum] ?? 0) + people;
      this.#touched.add(sum);
    }
    for (const sum of this.#sumsOfWhole.get(cell) ?? []) this.#touched.add(sum);
  }

  /** What is open now. */
  open(): Tie[] {
    const ties: Tie[] = [];
    for (const sum of this.#touched)
      if (this.#isOpen(sum)) ties.push(this.#tieOf(sum));
      else this.#touched.delete(sum);
    for (const pair of this.#pairs) if (this.isStillOpen(pair)) ties.push(pair);
    return ties;
  }

  #isOpen(sum: number): boolean {
    return this.#isFew(this.#rest[sum] ?? 0) && !isBlank(this.state, this.#wholes[sum] ?? 0);
  }

  /** Whether nothing has been blanked since that may have hidden it. */
  isStillOpen({ whole, parts }: Tie): boolean {
    return !isBlank(this.state, whole) && !parts.some((cell) => isBlank(this.state, cell));
  }

  #tieOf(sum: number): Tie {
    const whole = this.#wholes[sum] ?? 0;
    const containment = this.containments[this.#containmentOf[sum] ?? 0];
    const parts: number[] = [];
    containment?.outerOf.forEach((outer, position) => {
      const part = containment.inner.grid.base + position;
      if (outer === whole && !isBlank(this.state, part) && (this.state.counts[part] ?? 0) > 0)
        parts.push(part);
    });
    return { whole, parts };
  }

  #isFew(people: number): boolean {
    return people > 0 && people < this.state.policy.k;
  }
}
