import type { Response } from 'express';
import { flash } from '../http/staff-page.js';
import { homeOf } from '../http/staff-paths.js';
import { staffOf, type StaffRequest } from '../http/staff-route.js';
import { startSession } from '../http/staff-session.js';
import type { StaffUser } from '../ports/staff.js';
import type { AccountTools, Handler } from './deps.js';
import { field, type FieldError } from './form.js';
import { readNewPassword } from './new-password.js';
import { hashPassword, PASSWORD_MIN, verifyPassword } from './password.js';
import { showPage } from './show-page.js';
import { waitError } from './wait-error.js';

export function showPasswordForm(tools: AccountTools): Handler {
  return (req, res) => {
    passwordPage(tools, req, res, []);
  };
}

/** Sets one's own password. Every session of the account ends, except this one, which goes on under a new id. */
export function changePassword(tools: AccountTools): Handler {
  return async (req, res) => {
    const user = staffOf(req);
    const { password, errors } = readNewPassword(req, user.login);
    const currentError = await checkCurrent(tools, user, field(req, 'current'));
    const all = [...(currentError === null ? [] : [currentError]), ...errors, ...checkIsNew(req, password)];
    if (all.length > 0) {
      passwordPage(tools, req, res, all);
      return;
    }
    await tools.accounts.setPassword(user.id, await hashPassword(password), false);
    await tools.sessions.destroyAllOf(user.id);
    await startSession(req, user.id, tools.clock);
    await tools.audit.append({
      actor: user.login,
      action: 'password.changed',
      subject: user.login,
      details: {},
    });
    flash(req, 'accounts.password.changed');
    res.redirect(303, homeOf(user.role));
  };
}

/** Guessing the current password in somebody's open browser is slowed down like guessing at the log-in. */
async function checkCurrent(
  tools: AccountTools,
  user: StaffUser,
  current: string,
): Promise<FieldError | null> {
  const wait = tools.delays.attempt(user.login);
  if (wait > 0) return waitError('current', wait);
  const known = await tools.accounts.credentials(user.login);
  if (known === null || !(await verifyPassword(known.passwordHash, current))) {
    return { field: 'current', key: 'password.wrongCurrent' };
  }
  tools.delays.succeeded(user.login);
  return null;
}

function checkIsNew(req: StaffRequest, password: string): FieldError[] {
  return password !== '' && password === field(req, 'current')
    ? [{ field: 'password', key: 'password.notNew' }]
    : [];
}

function passwordPage(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  errors: readonly FieldError[],
): void {
  const { login, mustChangePassword: isFirst } = staffOf(req);
  const model = { login, isFirst, min: PASSWORD_MIN };
  showPage(tools, req, res, 'accounts/password', 'accounts.password.title', model, { errors });
}
