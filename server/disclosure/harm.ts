import type { Lattice } from './lattice.js';
import type { BuiltWorld } from './build-world.js';
import type { State } from './state.js';

/**
 * Who is missing in a world. An insider knows some records of the wave, their own for one; a world in which a cell holds
 * fewer than these people is none for that insider.
 */
export class Harm {
  readonly #start: Int32Array;
  readonly #rows: Int32Array;

  constructor(
    private readonly lattice: Lattice,
    private readonly state: State,
  ) {
    ({ start: this.#start, rows: this.#rows } = lattice.listRows());
  }

  /** The fewest people that the cell may hold if all that insiders may know are to stay. */
  leastOf(cell: number): number {
    return Math.min(this.state.counts[cell] ?? 0, this.state.policy.insiders);
  }

  /** Rows of the cube that insiders may know to be wrong in this world. */
  rowsOf({ change }: BuiltWorld): Set<number> {
    const harmed = new Set<number>();
    for (const [cell, by] of change)
      if ((this.state.counts[cell] ?? 0) + by < this.leastOf(cell))
        for (let at = this.#start[cell] ?? 0; at < (this.#start[cell + 1] ?? 0); at += 1)
          harmed.add(this.#rows[at] ?? 0);
    return harmed;
  }

  everyRow(): Set<number> {
    return new Set(this.lattice.cube.people.keys());
  }

  spareAll(): void {
    const { floor } = this.state;
    for (let cell = 0; cell < floor.length; cell += 1)
      floor[cell] = Math.max(floor[cell] ?? 0, this.leastOf(cell));
  }

  /** Keeps the people of these rows in the world that is built next, in whatever cell they are counted. */
  spare(rows: Iterable<number>): void {
    const { leaves, family } = this.lattice.cube;
    const width = family.dimensions.length;
    for (const row of rows) {
      const own = leaves.subarray(row * width, (row + 1) * width);
      for (const plane of this.lattice.planes) {
        const cell = this.lattice.cellAt(plane, own);
        this.state.floor[cell] = Math.max(this.state.floor[cell] ?? 0, this.leastOf(cell));
      }
    }
  }
}
