const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A name for a wave or a release: 16 characters of Crockford's base 32, 80 random bits, safe in an address and easy to
 * dictate. It carries neither time nor order.
 */
export function randomId(randomness: { bytes(length: number): Uint8Array }): string {
  return Array.from(randomness.bytes(16), (byte) => alphabet[byte & 31]).join('');
}
