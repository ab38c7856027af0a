import type { LinearSolver } from '../ports/linear-solver.js';
import type { Cube } from './cube.js';
import { likelyBlanks } from './likely-blanks.js';
import type { Policy } from './policy.js';
import { protectCube } from './protect-cube.js';
import type { Protection } from './worlds.js';

/**
 * As protectCube, shown the way by a linear program where that helps: what single relations demand comes close to the whole
 * of what is needed only under the standard guarantee with unsafe zeros; elsewhere it led to dearer releases of all data
 * that were tried.
 */
export async function protectGuided(
  cube: Cube,
  policy: Policy,
  openSolver: () => LinearSolver,
): Promise<Protection> {
  if (policy.guarantee !== 'standard' || policy.zeros !== 'unsafe') return protectCube(cube, policy);
  const solver = openSolver();
  try {
    return protectCube(cube, policy, await likelyBlanks(cube, policy, solver));
  } finally {
    await solver.close();
  }
}
