import { checkPlan } from '../disclosure/check-plan.js';
import type { CodedBallots, PlanRules } from '../disclosure/protect-plan.js';
import type { SealedBallots } from '../ports/ballot-box.js';
import type { DefinitionShelf, Wave } from '../ports/office.js';
import type { Unopened } from '../ports/release-office.js';
import { decodeBallot } from '../survey/ballot.js';
import {
  codeAnswers,
  linkedVariables,
  saysNothing,
  variablesOf,
  type Variable,
} from '../survey/variables.js';

/** What a plan needs of a closed wave. It stays between here and disclosure/. */
export interface CountedWave {
  readonly variables: readonly Variable[];
  readonly ballots: readonly CodedBallots[];
  readonly rules: PlanRules;
}

/** Decodes and codes ballots one by one; of each only the codes that the plan asks for are counted, none is kept. */
export async function countWave(
  wave: Wave,
  definitions: Pick<DefinitionShelf, 'find'>,
  sealed: SealedBallots,
): Promise<CountedWave | Unopened> {
  const definition = await definitions.find(wave.definition.id, wave.definition.version);
  if (definition === null) throw new Error(`the questionnaire of wave ${wave.id} is missing`);
  const variables = variablesOf(definition);
  if (checkPlan(wave.plan, variables).length > 0)
    throw new Error(`the plan of wave ${wave.id} does not fit its questionnaire`);
  const wanted = new Set(
    wave.plan.tables.flatMap(({ breakdown, indicator }) => [...breakdown, ...(indicator ? [indicator] : [])]),
  );
  const people = new Map<string, number>();
  const outcome = await sealed.forEach(wave.id, (ballot) => {
    const codes = codeAnswers(definition, decodeBallot(definition, ballot));
    const kept = JSON.stringify([...wanted].map((id) => codes[id]));
    people.set(kept, (people.get(kept) ?? 0) + 1);
  });
  if (outcome !== 'read') return outcome;
  return {
    variables,
    ballots: [...people].map(([text, number]) => {
      const codes = JSON.parse(text) as string[];
      return {
        codes: Object.fromEntries([...wanted].map((id, at) => [id, codes[at] ?? ''])),
        people: number,
      };
    }),
    rules: {
      waveId: wave.id,
      k: wave.k,
      linked: (ids) => linkedVariables(definition, ids),
      saysNothing: (variableId, code) => saysNothing(definition, variableId, code),
    },
  };
}
