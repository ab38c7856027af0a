import type { Request } from 'express';
import type { ApiToken } from '../ports/api-tokens.js';
import type { StaffUser } from '../ports/staff.js';
import type { ApiDeps } from './deps.js';
import { Problem } from './problem.js';
import type { TokenQuota } from './quota.js';
import { bearerOf, hashSecret } from './secret.js';

/** Who asks, by the token that came along. */
export interface Caller {
  readonly token: ApiToken;
  readonly owner: StaffUser;
}

/**
 * @throws Problem 401 where there is no token, or none that is good (which of the reasons holds is not told); 429 where it
 *   has asked too often
 */
export async function callerOf(deps: ApiDeps, quota: TokenQuota, req: Request): Promise<Caller> {
  const secret = bearerOf(req.headers.authorization);
  if (secret === null) {
    const detail = 'Send "Authorization: Bearer" with a token. Analysts make tokens at /staff/tokens.';
    throw new Problem(401, 'No token', detail, { 'WWW-Authenticate': 'Bearer realm="mehrwelt"' });
  }
  const hash = hashSecret(secret);
  const token = hash === null ? null : await deps.tokens.byHash(hash);
  const owner = token === null ? null : await deps.accounts.find(token.ownerId);
  if (token?.state !== 'live' || owner === null || owner.disabled || owner.role !== 'analyst') {
    const detail =
      'The token is unknown, expired or revoked, or its owner may not read results any more. Make a new one.';
    throw new Problem(401, 'Token not valid', detail, {
      'WWW-Authenticate': 'Bearer realm="mehrwelt", error="invalid_token"',
    });
  }
  const wait = quota.take(token.id);
  if (wait > 0)
    throw new Problem(429, 'Too many requests', `Ask again in ${String(wait)} seconds.`, {
      'Retry-After': String(wait),
    });
  return { token, owner };
}
