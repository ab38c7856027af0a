import { constants, privateDecrypt, publicEncrypt, verify, type KeyObject } from 'node:crypto';

/** RSABSSA-SHA384-PSS-Randomized (RFC 9474, 5). */
const HASH = 'sha384';
const SALT_BYTES = 48;

/**
 * BlindSign (RFC 9474, 4.3): the bare RSA operation, by OpenSSL, which blinds its own computation against timing. The
 * outcome is checked before it leaves: of a signature that was disturbed on the way, the key could be computed.
 * Null where `blinded` is not as long as the modulus or not smaller than it.
 */
export function blindSign(privateKey: KeyObject, blinded: Uint8Array): Uint8Array | null {
  const raw = { key: privateKey, padding: constants.RSA_NO_PADDING };
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (blinded.length !== Math.ceil(bits / 8)) return null;
  let signature: Buffer;
  try {
    signature = privateDecrypt(raw, blinded);
  } catch {
    return null;
  }
  if (!publicEncrypt(raw, signature).equals(blinded)) throw new Error('a blind signature went wrong');
  return Uint8Array.from(signature);
}

/** RSASSA-PSS-VERIFY (RFC 8017, 8.1.2) of an unblinded signature; `message` with its random prefix. */
export function verifySignature(publicKey: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify(HASH, message, { key: publicKey, padding, saltLength: SALT_BYTES }, signature);
}
