import type { SafeRelease } from '../disclosure/safe-release.js';
import type { Wave } from '../ports/office.js';

/**
 * How many people were asked: the sum of the headcounts of a wave. Null where none were uploaded, where the number of
 * ballots is not shown, or where fewer were counted than answered.
 */
export function invitedOf(wave: Wave, release: SafeRelease): number | null {
  const sum = wave.headcounts.reduce((total, { count }) => total + count, 0);
  return release.records === null || sum === 0 || sum < release.records ? null : sum;
}
