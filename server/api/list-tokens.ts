import { formatFor } from '../http/format.js';
import { staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { ApiToken } from '../ports/api-tokens.js';
import type { TokenPagesDeps } from './deps.js';

const looks = { live: 'success', expired: 'neutral', revoked: 'neutral' } as const;

/** One's own tokens, the newest first; never a secret. */
export function listTokens(deps: TokenPagesDeps): StaffRoute['handle'] {
  return async (req, res) => {
    const t = translator(req.lang);
    const format = formatFor(req.lang);
    const opens = async ({ waveId }: ApiToken): Promise<string> => {
      if (waveId === null) return t('api.scope.all');
      const wave = await deps.waves.find(waveId);
      return wave?.title[req.lang] ?? waveId;
    };
    const tokens = await deps.tokens.ofOwner(staffOf(req).id);
    const rows = await Promise.all(
      tokens.map(async (token) => [
        token.name,
        await opens(token),
        format.date(token.expiresOn),
        { badge: t(`api.state.${token.state}`), kind: looks[token.state] },
        token.state === 'live'
          ? { href: `/staff/tokens/${token.id}/revoke`, text: t('api.list.revoke'), about: token.name }
          : '',
      ]),
    );
    staffPage(deps.views, req, res, 'api/list', { title: t('api.list.title') }, { rows });
  };
}
