import type { Gathered } from './gathered.js';
import { judgeOrder, type OrderVerdict } from './judge-order.js';
import { linkAttempts } from './link-attacks.js';
import { orderAttempts } from './order-attacks.js';
import type { Trail } from './evidence.js';

/** Standard deviations that chance alone may reach. */
const LIMIT = 3;
/** The same for the best of all ways to pair codes with ballots, of which there are dozens. */
const LINK_LIMIT = 5;

const known = new WeakMap<Trail, readonly OrderVerdict[]>();

/** Every attempt on the order of a trail, with its outcome. */
export function verdictsOn({ evidence, batches }: Gathered, trail: Trail): readonly OrderVerdict[] {
  const judged =
    known.get(trail) ?? orderAttempts(evidence, trail).map((attempt) => judgeOrder(attempt, batches));
  known.set(trail, judged);
  return judged;
}

/**
 * What tells more than chance would: |rho| above 3/√M for the order of all, above three standard deviations for the order
 * within batches, and pairs of code and ballot more than five standard deviations above what lots drawn within each batch
 * give. (Lots give one correct pair a batch on average, whatever its size, with a variance of one.)
 *
 * That copies tell between which two of them somebody submitted is no finding; what they tell beyond that is.
 */
export function alarms(gathered: Gathered): string[] {
  const found: string[] = [];
  for (const trail of [gathered.codes, gathered.ballots, ...gathered.others]) {
    const limit = LIMIT / Math.sqrt(trail.people.length);
    for (const { attack, where, overall, withinBatch } of verdictsOn(gathered, trail)) {
      const name = `${trail.name}: ${attack} of ${where}`;
      const copiesTell = attack === 'difference between copies';
      if (!copiesTell && Math.abs(overall.rho) > Math.max(limit, LIMIT * overall.sd)) found.push(name);
      if (Math.abs(withinBatch.rho) > LIMIT * withinBatch.sd) found.push(`${name}, within batches`);
    }
  }
  for (const { attack, correct, byChance } of linkAttempts(
    gathered.evidence,
    gathered.codes,
    gathered.ballots,
  ))
    if (correct > byChance + LINK_LIMIT * Math.sqrt(byChance)) found.push(`link: ${attack}`);
  return found;
}
