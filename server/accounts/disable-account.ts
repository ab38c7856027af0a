import { refuse } from '../http/refuse.js';
import { flash } from '../http/staff-page.js';
import { staffOf } from '../http/staff-route.js';
import type { AccountTools, Handler } from './deps.js';
import { withAccount } from './with-account.js';

/** Locks an account and ends its sessions. One's own, and with it the last administrator's, stays usable. */
export function disableAccount(tools: AccountTools): Handler {
  return withAccount(tools, async (req, res, account) => {
    const { id, login } = staffOf(req);
    if (account.id === id) refuse(req, 'own-account');
    if ((await tools.accounts.setDisabled(account.id, true)) === 'last-admin') refuse(req, 'last-admin');
    await tools.sessions.destroyAllOf(account.id);
    await tools.audit.append({
      actor: login,
      action: 'account.disabled',
      subject: account.login,
      details: {},
    });
    flash(req, 'accounts.disable.done', { name: account.name });
    res.redirect(303, '/staff/accounts');
  });
}
