import type { Variable } from '../survey/variables.js';
import { informationOf, type Information } from './information.js';
import type { Plan } from './plan.js';
import type { Expected } from './plan-preview.js';
import { protectPlan, type CodedBallots, type PlanRules } from './protect-plan.js';
import { NO_ANSWER_CODES } from './table-shape.js';

/** More people than this need no such trial, and it would take too long for a page. */
export const MOST_TRIED = 150;
const TRIALS = 4;
/** Steps of Weyl sequences (fractions of square roots of primes), one a variable and, further on, other ones. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];

/**
 * How many numbers of a plan a small wave could tell, by trial: so many people are made up, each variable as common as
 * expected and independent of the others, and their tables are protected as a real release is. The mean of a few trials,
 * the same every time.
 *
 * @param expected of every variable of the plan
 * @throws RangeError with more than MOST_TRIED people
 */
export function tellable(
  plan: Plan,
  variables: readonly Variable[],
  expected: readonly Expected[],
  { participants, k }: { readonly participants: number; readonly k: number },
): Information {
  if (participants > MOST_TRIED) throw new RangeError(`at most ${String(MOST_TRIED)} people can be tried`);
  const trials = Array.from({ length: TRIALS }, (_, trial) => {
    const ballots = madeUpBallots(expected, participants, trial);
    const { release } = protectPlan(plan, variables, ballots, rulesFor(variables, k));
    return informationOf(...release.tables);
  });
  return {
    told: trials.reduce((sum, { told }) => sum + told, 0) / TRIALS,
    cells: trials[0]?.cells ?? 0,
  };
}

function madeUpBallots(expected: readonly Expected[], people: number, trial: number): CodedBallots[] {
  return Array.from({ length: people }, (_, person) => ({
    codes: Object.fromEntries(
      expected.map((variable, at) => {
        const step = Math.sqrt(PRIMES[at % PRIMES.length] ?? 2) * (1 + Math.floor(at / PRIMES.length));
        return [variable.id, codeAt(variable, ((trial * people + person + 1) * step) % 1)];
      }),
    ),
    people: 1,
  }));
}

/** The code that a number between 0 and 1 falls on. */
function codeAt({ id, codes, shares }: Expected, lot: number): string {
  let sum = 0;
  const at = shares.findIndex((share) => lot < (sum += share));
  const code = codes[at === -1 ? shares.findLastIndex((share) => share > 0) : at];
  if (code === undefined) throw new Error(`nothing is expected of ${id}`);
  return code;
}

function rulesFor(variables: readonly Variable[], k: number): PlanRules {
  const codesOf = new Map(variables.map(({ id, codes }) => [id, codes.map(({ code }) => [code])]));
  return {
    waveId: 'trial',
    k,
    linked: (ids) => ids.map((id) => ({ variables: [id], combinations: codesOf.get(id) ?? [] })),
    saysNothing: (_id, code) => NO_ANSWER_CODES.has(code),
  };
}
