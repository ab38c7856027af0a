import type { Response } from 'express';
import { homeOf, safeStaffPath } from '../http/staff-paths.js';
import type { StaffRequest } from '../http/staff-route.js';
import { startSession } from '../http/staff-session.js';
import type { StaffUser } from '../ports/staff.js';
import type { AccountTools, Handler } from './deps.js';
import { field } from './form.js';
import { makeDecoyHash, verifyPassword } from './password.js';
import { loginPage } from './show-login.js';
import { waitError } from './wait-error.js';
import { LOGIN_MAX, normaliseLogin } from './users.js';

/** Signs in. Wrong, unknown and disabled look the same and take the same time. */
export function logIn(tools: AccountTools): Handler {
  // Made now: made at the first unknown login, it would make just that one take twice as long.
  const decoy = makeDecoyHash(tools.randomness);
  return async (req, res) => {
    const login = normaliseLogin(field(req, 'login')).slice(0, LOGIN_MAX + 1);
    const wait = tools.delays.attempt(login);
    if (wait > 0) {
      res.setHeader('Retry-After', String(wait));
      loginPage(tools, req, res, login, { error: waitError('login', wait), status: 429 });
      return;
    }
    const known = await tools.accounts.credentials(login);
    const hash = known?.passwordHash ?? (await decoy);
    const fits = await verifyPassword(hash, field(req, 'password'));
    if (known === null || !fits || known.user.disabled) {
      await recordFailure(tools, known?.user ?? null);
      loginPage(tools, req, res, login, { error: { field: 'login', key: 'wrongLogin' }, status: 422 });
      return;
    }
    tools.delays.succeeded(login);
    await welcome(tools, req, res, known.user);
  };
}

async function welcome(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  user: StaffUser,
): Promise<void> {
  const wanted = safeStaffPath(req.session.returnTo);
  await startSession(req, user.id, tools.clock);
  await tools.audit.append({
    actor: user.login,
    action: 'login.succeeded',
    subject: user.login,
    details: {},
  });
  res.redirect(303, wanted ?? homeOf(user.role));
}

/** A name that nobody has is not written down: people type passwords into the wrong field. */
async function recordFailure(tools: AccountTools, user: StaffUser | null): Promise<void> {
  if (user === null && !tools.quota.take()) return;
  await tools.audit.append({
    actor: 'anonymous',
    action: 'login.failed',
    subject: user?.login ?? null,
    details: {},
  });
}
