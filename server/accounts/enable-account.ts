import { refuse } from '../http/refuse.js';
import { flash } from '../http/staff-page.js';
import { staffOf } from '../http/staff-route.js';
import type { AccountTools, Handler } from './deps.js';
import { withAccount } from './with-account.js';

export function enableAccount(tools: AccountTools): Handler {
  return withAccount(tools, async (req, res, account) => {
    const { id, login } = staffOf(req);
    if (account.id === id) refuse(req, 'own-account');
    await tools.accounts.setDisabled(account.id, false);
    await tools.audit.append({
      actor: login,
      action: 'account.enabled',
      subject: account.login,
      details: {},
    });
    flash(req, 'accounts.enable.done', { name: account.name });
    res.redirect(303, '/staff/accounts');
  });
}
