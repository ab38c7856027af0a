import { flash } from '../http/staff-page.js';
import { staffOf } from '../http/staff-route.js';
import { endSession } from '../http/staff-session.js';
import type { AccountTools, Handler } from './deps.js';

export function signOut(tools: AccountTools): Handler {
  return async (req, res) => {
    const { login } = staffOf(req);
    await endSession(req);
    await tools.audit.append({ actor: login, action: 'logout.done', subject: login, details: {} });
    flash(req, 'accounts.signedOut');
    res.redirect(303, '/staff/login');
  };
}
