import { createHmac } from 'node:crypto';
import { alphabet, checkCharacter } from './check-character.js';

/** 16 characters of 5 bits. */
const RANDOM_LENGTH = 16;
export const TOKEN_LENGTH = RANDOM_LENGTH + 1;

export interface Entropy {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

export type TokenFault = 'length' | 'character' | 'check';

/**
 * 80 random bits and a check character, not grouped. `start` sets kinds of tokens apart: the check of one kind fails
 * for another.
 */
export function makeToken(randomness: Entropy, start: number): string {
  const random = Array.from(randomness.bytes(RANDOM_LENGTH), (byte) => alphabet.charAt(byte & 31)).join('');
  return random + checkCharacter(random, start);
}

/** XXXX-XXXX-XXXX-XXXXX: the check character joins the last group, so that none stands alone. */
export function grouped(token: string): string {
  return [token.slice(0, 4), token.slice(4, 8), token.slice(8, 12), token.slice(12)].join('-');
}

/**
 * What somebody typed, as characters of the alphabet: any case, with spaces, hyphens, dashes or dots in any place, O for
 * 0, I and L for 1. Characters that remain wrong are left in.
 */
export function normalised(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Dash_Punctuation}\u2212_.\u200B-\u200D\u2060\uFEFF]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** What is wrong with a normalised token; null where nothing is. */
export function tokenFault(token: string, start: number): TokenFault | null {
  const characters = Array.from(token);
  if (characters.some((character) => !alphabet.includes(character))) return 'character';
  if (characters.length !== TOKEN_LENGTH) return 'length';
  const random = token.slice(0, RANDOM_LENGTH);
  return checkCharacter(random, start) === token.slice(RANDOM_LENGTH) ? null : 'check';
}

/**
 * HMAC-SHA-256 (RFC 2104) over kind, wave and token, 32 bytes. Without the key, and that is not in the database, nobody can
 * tell a token from a hash; the kind and the wave keep equal tokens from having equal hashes.
 */
export function hashToken(key: Uint8Array, kind: string, waveId: string, token: string): Uint8Array {
  return createHmac('sha256', key).update(`${kind}\0${waveId}\0${token}`, 'utf8').digest();
}
