import { staffOf } from '../http/staff-route.js';
import type { AccountTools, Handler } from './deps.js';
import { stateOf } from './list-accounts.js';
import { showPage } from './show-page.js';
import { withAccount } from './with-account.js';

export function showAccount(tools: AccountTools): Handler {
  return withAccount(tools, (req, res, account) => {
    const isOwn = account.id === staffOf(req).id;
    showPage(tools, req, res, 'accounts/account', 'accounts.account.title', {
      account,
      isOwn,
      state: stateOf(account),
    });
  });
}
