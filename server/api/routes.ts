import type { StaffRoute } from '../http/staff-route.js';
import { createToken, showNewToken } from './create-token.js';
import type { TokenPagesDeps } from './deps.js';
import { listTokens } from './list-tokens.js';
import { confirmRevoking, revokeToken } from './revoke-token.js';

/** Analysts make and revoke their own tokens. */
export function tokenRoutes(deps: TokenPagesDeps): StaffRoute[] {
  const roles = ['analyst'] as const;
  return [
    { method: 'get', path: '/tokens', roles, handle: listTokens(deps) },
    { method: 'post', path: '/tokens', roles, handle: createToken(deps) },
    { method: 'get', path: '/tokens/new', roles, handle: showNewToken(deps) },
    { method: 'get', path: '/tokens/:tokenId/revoke', roles, handle: confirmRevoking(deps) },
    { method: 'post', path: '/tokens/:tokenId/revoke', roles, handle: revokeToken(deps) },
  ];
}
