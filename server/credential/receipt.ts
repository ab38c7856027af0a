import type { Entropy, TokenFault } from './token.js';
import { grouped, hashToken, makeToken, normalised, tokenFault } from './token.js';

/** Where the check of a participation code starts at 0: one can never pass for the other. */
const START = 21;
const PREFIX = 'R';

/**
 * A receipt, as it is shown after submission: `R-7K3M-9Q2X-AB4D-EFGH5`. 80 random bits of its own: nothing about it
 * follows from the code or the answers.
 */
export function makeReceipt(randomness: Entropy): string {
  return `${PREFIX}-${grouped(makeToken(randomness, START))}`;
}

/** Reads a receipt as people type it, see readCode; the R in front belongs to it. */
export function readReceipt(
  typed: string,
): { ok: true; receipt: string } | { ok: false; reason: TokenFault } {
  const { token, fault } = parse(typed);
  return fault === null ? { ok: true, receipt: `${PREFIX}-${grouped(token)}` } : { ok: false, reason: fault };
}

/** The name of a ballot: 32 bytes. Throws where `receipt` is not one that readReceipt returned. */
export function hashReceipt(key: Uint8Array, waveId: string, receipt: string): Uint8Array {
  const { token, fault } = parse(receipt);
  if (fault !== null) throw new Error('not a receipt');
  return hashToken(key, 'receipt', waveId, token);
}

/** Without the R, a receipt that lacks a character would now and then pass for a whole one. */
function parse(typed: string): { token: string; fault: TokenFault | null } {
  const whole = normalised(typed);
  const token = whole.slice(PREFIX.length);
  if (whole.startsWith(PREFIX)) return { token, fault: tokenFault(token, START) };
  return { token, fault: tokenFault(token, START) === 'character' ? 'character' : 'length' };
}
