import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import type { Definition } from '../../survey/definition.js';
import type { AdminDeps } from '../deps.js';
import { pathOf } from '../form.js';
import { refuse } from '../refuse.js';

/** Loads the questionnaire of `:definitionId` and `:version`; the call is refused where there is none. */
export function withQuestionnaire(
  deps: AdminDeps,
  act: (req: StaffRequest, res: Response, definition: Definition) => Promise<void>,
): StaffRoute['handle'] {
  return async (req, res) => {
    const definition = await deps.definitions.find(pathOf(req, 'definitionId'), pathOf(req, 'version'));
    if (definition === null) return refuse(deps, req, res, 'unknown-questionnaire', null);
    return act(req, res, definition);
  };
}
