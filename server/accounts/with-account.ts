import type { Response } from 'express';
import { refuse } from '../http/refuse.js';
import type { StaffRequest } from '../http/staff-route.js';
import type { StaffUser } from '../ports/staff.js';
import type { AccountTools, Handler } from './deps.js';
import { pathPart } from './form.js';

/** Loads the account that the address names; an id that nobody was given a link to is refused. */
export function withAccount(
  tools: AccountTools,
  act: (req: StaffRequest, res: Response, account: StaffUser) => Promise<void> | void,
): Handler {
  return async (req, res) => {
    const account = await tools.accounts.find(pathPart(req, 'accountId'));
    if (account === null) refuse(req, 'unknown-account');
    await act(req, res, account);
  };
}
