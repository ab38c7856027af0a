import type { Response } from 'express';
import { homeOf } from '../http/staff-paths.js';
import type { StaffRequest } from '../http/staff-route.js';
import { startSession } from '../http/staff-session.js';
import type { AccountTools, Handler } from './deps.js';
import { field, pathPart, type FieldError } from './form.js';
import { readNewPassword } from './new-password.js';
import { PASSWORD_MIN } from './password.js';
import { showPage } from './show-page.js';
import { addAccount, checkLogin, checkName, normaliseLogin } from './users.js';

export function showSetup(tools: AccountTools): Handler {
  return async (req, res) => {
    if ((await tools.setup?.fits(pathPart(req, 'token'))) === true) setupPage(tools, req, res, []);
    else linkIsOver(tools, req, res);
  };
}

/** Creates the first administrator and signs him or her in. The link is used up only when the form is right. */
export function setUp(tools: AccountTools): Handler {
  return async (req, res) => {
    const token = pathPart(req, 'token');
    const { setup } = tools;
    if (setup === null || !(await setup.fits(token))) {
      linkIsOver(tools, req, res);
      return;
    }
    const login = normaliseLogin(field(req, 'login'));
    const name = field(req, 'name').trim();
    const { password, errors: passwordErrors } = readNewPassword(req, login);
    const errors = [...checkName(name), ...checkLogin(login), ...passwordErrors];
    if (errors.length > 0) {
      setupPage(tools, req, res, errors);
      return;
    }
    const created = (await setup.redeem(token))
      ? await addAccount(tools, { login, name, role: 'admin', password })
      : 'login-taken';
    if (created === 'login-taken') {
      linkIsOver(tools, req, res);
      return;
    }
    await startSession(req, created.user.id, tools.clock);
    await tools.audit.append({ actor: login, action: 'setup.completed', subject: login, details: {} });
    res.redirect(303, homeOf('admin'));
  };
}

function setupPage(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  errors: readonly FieldError[],
): void {
  const model = {
    values: { name: field(req, 'name'), login: field(req, 'login') },
    action: req.originalUrl,
    min: PASSWORD_MIN,
  };
  showPage(tools, req, res, 'accounts/setup', 'accounts.setup.title', model, { errors });
}

function linkIsOver(tools: AccountTools, req: StaffRequest, res: Response): void {
  showPage(tools, req, res, 'accounts/setup-over', 'accounts.setup.over.title', {}, { status: 410 });
}
