/** Crockford's base 32 (crockford.com/base32.html): no I, L, O and U, so that nothing is misread or spells a word. */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The check character of a string over `alphabet`, by Damm's method over the field of 32 elements: starting from `start`,
 * interim = 2 · (interim + digit) in GF(2)[x] / (x⁵ + x² + 1), where + is exclusive or; the last interim is the check.
 *
 * Because 2 is primitive, each of up to 31 positions has a weight of its own that is neither 0 nor its neighbour's. Hence
 * every single substitution and every transposition of neighbours, and of any two characters at all, changes the check.
 * Source: H. M. Damm, Total anti-symmetrische Quasigruppen, dissertation, Marburg 2004. Proven exhaustively in
 * test/unit/credential/check-character.test.ts. Throws for a character outside of the alphabet.
 */
export function checkCharacter(text: string, start = 0): string {
  let interim = start;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) throw new Error('character outside of the alphabet');
    interim = double(interim ^ digit);
  }
  return alphabet.charAt(interim);
}

function double(element: number): number {
  const shifted = element << 1;
  return shifted & 32 ? shifted ^ 0b100101 : shifted;
}
