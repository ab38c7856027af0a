import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import type { Reference } from '../../references/reference.js';
import { pathOf } from '../form.js';
import { refuse } from '../refuse.js';
import type { ReferenceDeps } from './deps.js';

/** Loads the figure of `:referenceId`; the call is refused where there is none. */
export function withReference(
  deps: ReferenceDeps,
  act: (req: StaffRequest, res: Response, reference: Reference) => Promise<void> | void,
): StaffRoute['handle'] {
  return async (req, res) => {
    const reference = await deps.references.find(pathOf(req, 'referenceId'));
    if (reference === null) return refuse(deps, req, res, 'unknown-reference', null);
    return act(req, res, reference);
  };
}
