import { createHmac } from 'node:crypto';

/** The signed message: a random prefix (RFC 9474, 4.1) and 32 random bytes of the browser's own. */
export const MESSAGE_BYTES = 64;
const SIGNATURE_BYTES = 256;

/** What a browser shows in place of a code: a message that nobody else knows, and the wave's blind signature on it. */
export interface Credential {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Reads message and signature, one after the other in base64url; null where it is anything else. */
export function readCredential(text: string): Credential | null {
  const bytes = readBytes(text, MESSAGE_BYTES + SIGNATURE_BYTES);
  return bytes === null
    ? null
    : { message: bytes.subarray(0, MESSAGE_BYTES), signature: bytes.subarray(MESSAGE_BYTES) };
}

/** Exactly so many bytes in base64url without padding; null where it is anything else. */
export function readBytes(text: string, length: number): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length !== Math.ceil((length * 4) / 3)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? Uint8Array.from(bytes) : null;
}

/** Bytes of a blinded message, which is as long as a signature. */
export function readBlinded(text: string): Uint8Array | null {
  return readBytes(text, SIGNATURE_BYTES);
}

/**
 * The only form in which a spent credential is stored: 32 bytes. Of the message alone, because there may be many
 * signatures on one message, and it counts once.
 */
export function hashCredential(key: Uint8Array, waveId: string, { message }: Credential): Uint8Array {
  return createHmac('sha256', key).update(`credential\0${waveId}\0`).update(message).digest();
}

/** What is remembered of a request for a blind signature, so that the same one is answered again: 32 bytes. */
export function hashRequest(key: Uint8Array, waveId: string, blinded: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(`request\0${waveId}\0`).update(blinded).digest();
}
