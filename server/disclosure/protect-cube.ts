import { containmentsOf } from './containment.js';
import { Coverage } from './coverage.js';
import type { Cube } from './cube.js';
import { Lattice } from './lattice.js';
import type { Policy } from './policy.js';
import { startState, isBlank } from './state.js';
import { closeSubtractions } from './close-subtractions.js';
import type { Protection, World } from './worlds.js';

/** So often the dearest worlds are looked for again, now that more is blank anyway; later rounds found next to nothing. */
const ROUNDS = 2;

/**
 * Decides which cells of a cube are told, and proves it by worlds (see docs/DISCLOSURE.md). Every blank is blank because it
 * is unsafe, or because a world that an unsafe cell needs has another number there; all cells on which the worlds agree
 * with the truth are told. Deterministic. Throws where not even a release without any number would be safe.
 */
export function protectCube(cube: Cube, policy: Policy): Protection {
  const lattice = new Lattice(cube);
  const state = startState(cube, policy);
  const coverage = new Coverage(lattice, state);
  coverage.coverAll();
  for (let round = 0; round < ROUNDS; round += 1) coverage.searchAgain();
  closeSubtractions(state, coverage, containmentsOf(lattice));
  coverage.secure();
  const published = Uint8Array.from(state.unsafe, (_, cell) => (isBlank(state, cell) ? 0 : 1));
  return { published, worlds: coverage.worlds().map(({ people }): World => people) };
}
