import argon2 from 'argon2';
import type { Randomness } from '../ports/randomness.js';

/** 19 MiB, two passes, one lane: the second choice of OWASP's list for argon2id, about 40 ms on a small machine. */
const parameters = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

export type PasswordFault = 'tooShort' | 'tooLong' | 'isLogin' | 'tooSimple';

/** argon2id in its usual text form. The same characters typed on another keyboard give the same hash (NFKC). */
export async function hashPassword(password: string): Promise<string> {
  return argon2.hash(password.normalize('NFKC'), parameters);
}

export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  return argon2.verify(hash, password.normalize('NFKC'));
}

/** Hash of something nobody can type, so that an unknown login can be made to take as long as a known one. */
export async function makeDecoyHash(randomness: Randomness): Promise<string> {
  return hashPassword(Buffer.from(randomness.bytes(32)).toString('base64'));
}

/**
 * Why a password is not taken, or null where it is. After NIST SP 800-63B: length counts, composition rules do not
 * exist, and what everybody tries first is refused.
 */
export function passwordFault(password: string, login: string): PasswordFault | null {
  const characters = Array.from(password.normalize('NFKC'));
  if (characters.length < PASSWORD_MIN) return 'tooShort';
  if (characters.length > PASSWORD_MAX) return 'tooLong';
  if (login !== '' && password.toLowerCase() === login) return 'isLogin';
  if (new Set(characters).size < 5 || isEverybodysFirst(password, login)) return 'tooSimple';
  return null;
}

const everybodysWords = [
  'administrator',
  'mitarbeiterbefragung',
  'willkommen',
  'geheimnis',
  'mehrwelt',
  'passwort',
  'password',
  'kennwort',
  'qwertzuiopü',
  'qwertyuiop',
  'qwertz',
  'qwerty',
  'asdfghjkl',
  'asdfgh',
  'yxcvbnm',
  'zxcvbnm',
  'welcome',
  'geheim',
  'secret',
  'bremen',
  'sommer',
  'winter',
  'admin',
  'hallo',
  'hello',
  'login',
  'abcdefgh',
  'abcdef',
  'letmein',
];

/** Nothing but common words, the login, and runs of digits and signs. */
function isEverybodysFirst(password: string, login: string): boolean {
  let rest = password.toLowerCase().replace(/[^\p{L}]/gu, '');
  const loginLetters = login.replace(/[^\p{L}]/gu, '');
  for (const word of loginLetters.length >= 3 ? [loginLetters, ...everybodysWords] : everybodysWords) {
    rest = rest.replaceAll(word, '');
  }
  const digits = password.replace(/\D/g, '');
  const longNumber = digits.length >= 6 && !/^(?:0?123456789\d*|987654321\d*|(\d{1,3})\1+)$/.test(digits);
  return rest.length < 3 && !longNumber;
}

const alphabet = 'abcdefghjkmnpqrstvwxyz23456789';

/** A first password of 16 characters without look-alikes (78 bits), in groups of four for reading aloud. */
export function makePassword(randomness: Randomness): string {
  let letters = '';
  while (letters.length < 16) {
    for (const byte of randomness.bytes(32)) {
      // Bytes beyond the last whole multiple of the alphabet are thrown away: otherwise its first letters came more often.
      if (byte < 240 && letters.length < 16) letters += alphabet.charAt(byte % alphabet.length);
    }
  }
  return (letters.match(/.{4}/g) ?? []).join('-');
}
