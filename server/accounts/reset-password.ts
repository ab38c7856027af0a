import { refuse } from '../http/refuse.js';
import { staffOf } from '../http/staff-route.js';
import type { AccountTools, Handler } from './deps.js';
import { hashPassword, makePassword } from './password.js';
import { showFirstPassword } from './show-first-password.js';
import { withAccount } from './with-account.js';

/** Gives an account a new first password and ends its sessions. For one's own there is the password page. */
export function resetPassword(tools: AccountTools): Handler {
  return withAccount(tools, async (req, res, account) => {
    const { id, login } = staffOf(req);
    if (account.id === id) refuse(req, 'own-account');
    const password = makePassword(tools.randomness);
    await tools.accounts.setPassword(account.id, await hashPassword(password), true);
    await tools.sessions.destroyAllOf(account.id);
    await tools.audit.append({
      actor: login,
      action: 'account.passwordReset',
      subject: account.login,
      details: {},
    });
    showFirstPassword(tools, req, res, account, password, 'accounts.reset.done');
  });
}
