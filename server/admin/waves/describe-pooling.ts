import type { Information } from '../../disclosure/information.js';
import type { SafeRelease } from '../../disclosure/safe-release.js';
import { NO_ANSWER_CODES } from '../../disclosure/table-shape.js';
import { MOST_TRIED, tellable } from '../../disclosure/tellable.js';
import type { Wave } from '../../ports/office.js';
import type { Variable } from '../../survey/variables.js';
import { expectedShares, type ExpectedVariable } from './expected-shares.js';

/** Of a small wave: what could be told of it alone, and of so many cohorts of its size asked together. */
export interface Pooled extends Information {
  readonly cohorts: number;
  readonly participants: number;
}

/** A wave with more people than this tells enough by itself. */
const SMALL = 60;
const MOST_COHORTS = 5;
/** With more numbers than this a trial takes too long for a page, and the plan is not for a small wave anyway. */
const MOST_CELLS = 150;
/** Where nothing is known of a question: so many prefer not to answer. */
const REFUSALS = 0.05;

/** Null where the wave is not small; empty where its plan asks for too much to be tried. */
export function describePooling(
  wave: Wave,
  variables: readonly Variable[],
  earlier: readonly SafeRelease[],
  participants: number,
): readonly Pooled[] | null {
  const { plan, k } = wave;
  if (participants < 1 || participants > SMALL) return null;
  const used = new Set(
    plan.tables.flatMap(({ breakdown, indicator }) =>
      indicator === null ? breakdown : [...breakdown, indicator],
    ),
  );
  const counted = variables.filter(({ id }) => used.has(id));
  const sizes = new Map(counted.map(({ id, codes }) => [id, codes.length + 1]));
  const cells = plan.tables.reduce(
    (sum, { breakdown, indicator }) =>
      sum +
      [...breakdown, ...(indicator === null ? [] : [indicator])].reduce(
        (product, id) => product * (sizes.get(id) ?? 1),
        1,
      ),
    0,
  );
  if (cells > MOST_CELLS) return [];
  const expected = expectedShares(counted, wave, earlier).map(withFewRefusals);
  return Array.from({ length: MOST_COHORTS }, (_, at) => at + 1)
    .filter((cohorts) => cohorts * participants <= MOST_TRIED)
    .map((cohorts) => {
      const together = cohorts * participants;
      return {
        cohorts,
        participants: together,
        ...tellable(plan, counted, expected, { participants: together, k }),
      };
    });
}

/** Even odds are for answers: nobody expects as many refusals, or people who are not asked, as answers. */
function withFewRefusals(variable: ExpectedVariable): ExpectedVariable {
  if (variable.source !== 'even') return variable;
  const answers = variable.codes.filter((code) => !NO_ANSWER_CODES.has(code)).length;
  const hasRefusals = variable.codes.includes('na');
  const answering = hasRefusals ? 1 - REFUSALS : 1;
  return {
    ...variable,
    shares: variable.codes.map((code) => {
      if (!NO_ANSWER_CODES.has(code)) return answering / answers;
      return code === 'na' ? REFUSALS : 0;
    }),
  };
}
