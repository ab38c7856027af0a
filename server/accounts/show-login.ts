import type { Response } from 'express';
import { homeOf } from '../http/staff-paths.js';
import type { StaffRequest } from '../http/staff-route.js';
import type { AccountTools, Handler } from './deps.js';
import type { FieldError } from './form.js';
import { showPage } from './show-page.js';

export function showLogin(tools: AccountTools): Handler {
  return (req, res) => {
    if (req.staff !== undefined) res.redirect(303, homeOf(req.staff.role));
    else loginPage(tools, req, res, '');
  };
}

export function loginPage(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  login: string,
  failure?: { readonly error: FieldError; readonly status: number },
): void {
  const options = failure === undefined ? {} : { errors: [failure.error], status: failure.status };
  const wasSentHere = req.session.returnTo !== undefined;
  showPage(tools, req, res, 'accounts/login', 'accounts.login.title', { login, wasSentHere }, options);
}
