import { refuse } from '../http/refuse.js';
import { staffOf } from '../http/staff-route.js';
import type { AccountTools, Handler } from './deps.js';
import { showPage } from './show-page.js';
import { withAccount } from './with-account.js';

/** What an administrator does to other people's accounts, after a page that says what it will do. */
export type AccountAct = 'reset' | 'disable' | 'enable';

export function confirmAct(tools: AccountTools, act: AccountAct): Handler {
  return withAccount(tools, (req, res, account) => {
    if (account.id === staffOf(req).id) refuse(req, 'own-account');
    showPage(tools, req, res, 'accounts/confirm', `accounts.${act}.title`, { account, act });
  });
}
