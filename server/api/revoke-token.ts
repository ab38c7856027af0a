import { refuse } from '../http/refuse.js';
import { flash, staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRequest, type StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { ApiToken } from '../ports/api-tokens.js';
import type { TokenPagesDeps } from './deps.js';

/** Says what revoking does, before it is done: it can't be taken back. */
export function confirmRevoking(deps: TokenPagesDeps): StaffRoute['handle'] {
  return async (req, res) => {
    const token = await ownToken(deps, req);
    staffPage(
      deps.views,
      req,
      res,
      'api/revoke',
      { title: translator(req.lang)('api.revoke.title') },
      { token },
    );
  };
}

export function revokeToken(deps: TokenPagesDeps): StaffRoute['handle'] {
  return async (req, res) => {
    const { id, name } = await ownToken(deps, req);
    const owner = staffOf(req);
    if (await deps.tokens.revoke(id, owner.id)) {
      await deps.audit.append({ actor: owner.login, action: 'token.revoked', subject: id, details: {} });
      flash(req, 'api.revoke.done', { name });
    }
    res.redirect(303, '/staff/tokens');
  };
}

async function ownToken({ tokens }: TokenPagesDeps, req: StaffRequest): Promise<ApiToken> {
  const own = await tokens.ofOwner(staffOf(req).id);
  const token = own.find(({ id }) => id === req.params['tokenId']);
  return token ?? refuse(req, 'unknown-token');
}
