import { containmentsOf } from './containment.js';
import { coverCheaply } from './cover-cheaply.js';
import { Coverage } from './coverage.js';
import type { Cube } from './cube.js';
import { Harm } from './harm.js';
import { Lattice } from './lattice.js';
import { Ledger } from './ledger.js';
import type { Policy } from './policy.js';
import { BRIEF, isBlank, startState } from './state.js';
import { Ties } from './ties.js';
import type { Protection, World } from './worlds.js';

/** So often the dearest worlds are looked for again, now that more is blank anyway; later rounds found next to nothing. */
const ROUNDS = 2;

/**
 * Decides which cells of a cube are told, and proves it by worlds (see docs/DISCLOSURE.md). Every blank is blank because it
 * is unsafe, or because a world that an unsafe cell needs has another number there; all cells on which the worlds agree
 * with the truth are told. Deterministic. Throws where not even a release without any number would be safe. `likely`: cells
 * that had better be blank, a hint that makes no release unsafe, only dearer or cheaper.
 */
export function protectCube(cube: Cube, policy: Policy, likely: ReadonlySet<number> = new Set()): Protection {
  const lattice = new Lattice(cube);
  const state = startState(cube, policy);
  const ties = new Ties(state, containmentsOf(lattice));
  const harm = new Harm(lattice, state);
  const ledger = new Ledger(state, harm, ties);
  const coverage = new Coverage(lattice, state, ledger, ties, harm);
  const prices = coverCheaply(lattice, state, ledger, coverage, likely);
  for (let round = 0; round < ROUNDS; round += 1) coverage.searchAgain();
  coverage.closeAll();
  coverage.secureAll();
  coverage.closeAll();
  state.price.set(prices);
  state.effort = BRIEF;
  coverage.tellMore();
  const published = Uint8Array.from(state.unsafe, (_, cell) => (isBlank(state, cell) ? 0 : 1));
  return { published, worlds: ledger.entries().map(({ world }): World => world.people) };
}
