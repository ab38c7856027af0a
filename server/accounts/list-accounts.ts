import { translator } from '../i18n/index.js';
import type { StaffUser } from '../ports/staff.js';
import type { AccountTools, Handler } from './deps.js';
import { showPage } from './show-page.js';

export function listAccounts(tools: AccountTools): Handler {
  return async (req, res) => {
    const t = translator(req.lang);
    const users = (await tools.accounts.list()).toSorted((a, b) => a.name.localeCompare(b.name, req.lang));
    const rows = users.map((user) => {
      const state = stateOf(user);
      return [
        { href: `/staff/accounts/${user.id}`, text: user.name },
        user.login,
        t(`common.role.${user.role}`),
        { badge: t(`accounts.state.${state}`), kind: stateLooks[state] },
      ];
    });
    showPage(tools, req, res, 'accounts/list', 'accounts.list.title', { rows });
  };
}

const stateLooks = { active: 'success', firstPassword: 'info', disabled: 'neutral' } as const;

export function stateOf(user: StaffUser): keyof typeof stateLooks {
  if (user.disabled) return 'disabled';
  return user.mustChangePassword ? 'firstPassword' : 'active';
}
