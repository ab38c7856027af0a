import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabet, checkCharacter } from '../../../server/credential/check-character.js';

const LENGTH = 17;
const digits = alphabet.split('');
const texts = fc
  .array(fc.constantFrom(...digits), { minLength: LENGTH - 1, maxLength: LENGTH - 1 })
  .map((list) => list.join(''));
const valid = (text: string, start = 0) => checkCharacter(text.slice(0, -1), start) === text.slice(-1);
const complete = (text: string, start = 0) => text + checkCharacter(text, start);
const replaced = (text: string, at: number, character: string) =>
  text.slice(0, at) + character + text.slice(at + 1);

describe('the check character', () => {
  it('has an alphabet of 32 characters that cannot be confused', () => {
    expect(new Set(digits).size).toBe(32);
    for (const confusing of 'ILOU') expect(alphabet).not.toContain(confusing);
  });

  it('catches every substitution of one character, in random codes, exhaustively over place and character', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(0, 21), (text, start) => {
        const code = complete(text, start);
        expect(valid(code, start)).toBe(true);
        for (let at = 0; at < LENGTH; at += 1) {
          for (const other of digits) {
            if (other !== code.charAt(at)) expect(valid(replaced(code, at, other), start)).toBe(false);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('catches every transposition of two different characters, neighbours or not', () => {
    // For every pair of places and every pair of characters, in an otherwise random code.
    fc.assert(
      fc.property(texts, (text) => {
        for (let left = 0; left < LENGTH; left += 1) {
          for (let right = left + 1; right < LENGTH; right += 1) {
            const code = complete(text);
            const [a, b] = [code.charAt(left), code.charAt(right)];
            if (a !== b) expect(valid(replaced(replaced(code, left, b), right, a))).toBe(false);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is linear, and no error of these kinds is a codeword: so no code whatever lets one pass', () => {
    const value = (character: string) => alphabet.indexOf(character);
    const sum = (a: string, b: string) =>
      Array.from(a, (character, at) => alphabet.charAt(value(character) ^ value(b.charAt(at)))).join('');
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(checkCharacter(sum(a, b))).toBe(sum(checkCharacter(a), checkCharacter(b)));
      }),
    );
    const nothing = '0'.repeat(LENGTH);
    for (const error of digits.slice(1)) {
      for (let left = 0; left < LENGTH; left += 1) {
        expect(valid(replaced(nothing, left, error))).toBe(false);
        // Two characters swapped differ from the original by the same error in both places.
        for (let right = left + 1; right < LENGTH; right += 1) {
          expect(valid(replaced(replaced(nothing, left, error), right, error))).toBe(false);
        }
      }
    }
  });

  it('refuses characters from elsewhere', () => {
    expect(() => checkCharacter('U')).toThrow();
  });
});
