import type { Entropy, TokenFault } from './token.js';
import { grouped, hashToken, makeToken, normalised, tokenFault } from './token.js';

const START = 0;

/**
 * A participation code, as it is printed: `7K3M-9Q2X-AB4D-EFGH5`. 80 random bits in Crockford's base 32 and a check
 * character that catches every mistyped and every swapped character.
 */
export function makeCode(randomness: Entropy): string {
  return grouped(makeToken(randomness, START));
}

/**
 * Reads a code as people type it: any case, spaces, hyphens, O for 0, I or L for 1. `code` is written as it was printed.
 * Says nothing about whether such a code was ever issued.
 */
export function readCode(typed: string): { ok: true; code: string } | { ok: false; reason: TokenFault } {
  const token = normalised(typed);
  const reason = tokenFault(token, START);
  return reason === null ? { ok: true, code: grouped(token) } : { ok: false, reason };
}

/** The only form in which a code is stored: 32 bytes. Throws where `code` is not one that readCode returned. */
export function hashCode(key: Uint8Array, waveId: string, code: string): Uint8Array {
  const token = normalised(code);
  if (tokenFault(token, START) !== null) throw new Error('not a participation code');
  return hashToken(key, 'code', waveId, token);
}
