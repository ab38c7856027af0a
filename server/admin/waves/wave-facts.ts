import type { Wave } from '../../ports/office.js';
import type { Definition } from '../../survey/definition.js';
import { variablesOf } from '../../survey/variables.js';
import type { AdminDeps } from '../deps.js';
import type { Missing } from './readiness.js';
import { whatIsMissing } from './readiness.js';

export interface WaveFacts {
  readonly issuedCodes: number;
  readonly missing: readonly Missing[];
}

/** What the pages of a wave say about it besides what the wave itself holds. */
export async function waveFacts(deps: AdminDeps, wave: Wave, definition: Definition): Promise<WaveFacts> {
  // A closed wave has no codes any more.
  const issued = wave.status === 'closed' ? [] : await deps.codes.issued(wave.id);
  const issuedCodes = issued.reduce((sum, { count }) => sum + count, 0);
  const variables = variablesOf(definition);
  return {
    issuedCodes,
    missing: whatIsMissing(wave, { variables, issuedCodes, now: deps.clock.now(), kFloor: deps.kFloor }),
  };
}
