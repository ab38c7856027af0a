import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../ports/clock.js';
import type { Randomness } from '../ports/randomness.js';
import type { AccountBook } from '../ports/staff.js';

const VALID_MS = 24 * 60 * 60_000;

export interface SetupLink {
  /** The address to print once; the only place where the token can be read. */
  readonly url: string;
  /** Whether the token opens the form now: right, fresh, unused, and nobody has an account yet. */
  fits(token: string): Promise<boolean>;
  /** Uses the token up. True for one caller only, whatever comes at the same time. */
  redeem(token: string): Promise<boolean>;
}

/**
 * The way in on a new installation: a link with which the first administrator is created. Of its token only the hash is
 * kept, in memory; a restart prints a new link.
 */
export function makeSetupLink(deps: {
  readonly accounts: Pick<AccountBook, 'count'>;
  readonly randomness: Randomness;
  readonly clock: Clock;
  readonly baseUrl: string;
}): SetupLink {
  const token = Buffer.from(deps.randomness.bytes(32)).toString('base64url');
  const expected = sha256(token);
  const validUntil = deps.clock.now().getTime() + VALID_MS;
  let used = false;

  const fits = async (candidate: string): Promise<boolean> => {
    const nobodyYet = (await deps.accounts.count()) === 0;
    return (
      nobodyYet &&
      !used &&
      deps.clock.now().getTime() < validUntil &&
      timingSafeEqual(sha256(candidate), expected)
    );
  };
  return {
    url: new URL(`/staff/setup/${token}`, deps.baseUrl).href,
    fits,
    async redeem(candidate) {
      if (!(await fits(candidate)) || used) return false;
      used = true;
      return true;
    },
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
