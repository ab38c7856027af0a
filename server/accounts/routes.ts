import { AnonymousQuota } from '../http/anonymous-quota.js';
import type { StaffRoute } from '../http/staff-route.js';
import { changeLanguage } from './change-language.js';
import { changePassword, showPasswordForm } from './change-password.js';
import { confirmAct } from './confirm-act.js';
import { createAccount, showNewAccount } from './create-account.js';
import type { AccountDeps, AccountTools } from './deps.js';
import { disableAccount } from './disable-account.js';
import { enableAccount } from './enable-account.js';
import { listAccounts } from './list-accounts.js';
import { logIn } from './log-in.js';
import { LoginDelays } from './login-delays.js';
import { resetPassword } from './reset-password.js';
import { setUp, showSetup } from './set-up.js';
import { showAccount } from './show-account.js';
import { showAudit, verifyAudit } from './show-audit.js';
import { showLogin } from './show-login.js';
import { signOut } from './sign-out.js';

/** Log-in, one's own password, the accounts of others, and the log of what staff did. */
export function accountRoutes(deps: AccountDeps): StaffRoute[] {
  const tools: AccountTools = {
    ...deps,
    delays: new LoginDelays(deps.clock),
    quota: new AnonymousQuota(deps.clock),
  };
  const admin = ['admin'] as const;
  const watchers = ['council', 'admin'] as const;
  return [
    { method: 'get', path: '/login', roles: 'anyone', handle: showLogin(tools) },
    { method: 'post', path: '/login', roles: 'anyone', handle: logIn(tools) },
    { method: 'post', path: '/language', roles: 'anyone', handle: changeLanguage },
    { method: 'get', path: '/setup/:token', roles: 'anyone', handle: showSetup(tools) },
    { method: 'post', path: '/setup/:token', roles: 'anyone', handle: setUp(tools) },
    { method: 'post', path: '/sign-out', roles: 'signed-in', handle: signOut(tools) },
    { method: 'get', path: '/password', roles: 'signed-in', handle: showPasswordForm(tools) },
    { method: 'post', path: '/password', roles: 'signed-in', handle: changePassword(tools) },
    { method: 'get', path: '/accounts', roles: admin, handle: listAccounts(tools) },
    { method: 'post', path: '/accounts', roles: admin, handle: createAccount(tools) },
    { method: 'get', path: '/accounts/new', roles: admin, handle: showNewAccount(tools) },
    { method: 'get', path: '/accounts/:accountId', roles: admin, handle: showAccount(tools) },
    { method: 'get', path: '/accounts/:accountId/reset', roles: admin, handle: confirmAct(tools, 'reset') },
    { method: 'post', path: '/accounts/:accountId/reset', roles: admin, handle: resetPassword(tools) },
    {
      method: 'get',
      path: '/accounts/:accountId/disable',
      roles: admin,
      handle: confirmAct(tools, 'disable'),
    },
    { method: 'post', path: '/accounts/:accountId/disable', roles: admin, handle: disableAccount(tools) },
    { method: 'get', path: '/accounts/:accountId/enable', roles: admin, handle: confirmAct(tools, 'enable') },
    { method: 'post', path: '/accounts/:accountId/enable', roles: admin, handle: enableAccount(tools) },
    { method: 'get', path: '/audit', roles: watchers, handle: showAudit(tools) },
    { method: 'post', path: '/audit/verify', roles: watchers, handle: verifyAudit(tools) },
  ];
}
