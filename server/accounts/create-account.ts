import type { Response } from 'express';
import { staffOf, type StaffRequest } from '../http/staff-route.js';
import { roles } from '../ports/staff.js';
import type { AccountTools, Handler } from './deps.js';
import { field, type FieldError } from './form.js';
import { showFirstPassword } from './show-first-password.js';
import { showPage } from './show-page.js';
import { addAccount, checkLogin, checkName, normaliseLogin } from './users.js';

export function showNewAccount(tools: AccountTools): Handler {
  return (req, res) => {
    formPage(tools, req, res, []);
  };
}

/** Creates an account with a made-up first password, which only this answer shows. */
export function createAccount(tools: AccountTools): Handler {
  return async (req, res) => {
    const login = normaliseLogin(field(req, 'login'));
    const name = field(req, 'name').trim();
    const role = roles.find((known) => known === field(req, 'role'));
    const errors: FieldError[] = [...checkName(name), ...checkLogin(login)];
    if (role === undefined) errors.push({ field: 'role', key: 'roleMissing' });
    if (role === undefined || errors.length > 0) {
      formPage(tools, req, res, errors);
      return;
    }
    const created = await addAccount(tools, { login, name, role, mustChange: true });
    if (created === 'login-taken') {
      formPage(tools, req, res, [{ field: 'login', key: 'login.taken', params: { login } }]);
      return;
    }
    await tools.audit.append({
      actor: staffOf(req).login,
      action: 'account.created',
      subject: login,
      details: { role },
    });
    showFirstPassword(tools, req, res, created.user, created.password, 'accounts.created.title');
  };
}

function formPage(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  errors: readonly FieldError[],
): void {
  const values = { name: field(req, 'name'), login: field(req, 'login'), role: field(req, 'role') };
  showPage(tools, req, res, 'accounts/new', 'accounts.new.title', { values, roles }, { errors });
}
