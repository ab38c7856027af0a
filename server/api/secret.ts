import { createHash } from 'node:crypto';
import type { Randomness } from '../ports/randomness.js';

const PREFIX = 'mehrwelt_';
const SHAPE = /^mehrwelt_[A-Za-z0-9_-]{43}$/;

/** 256 random bits. The prefix lets programs that look for forgotten secrets recognise one. */
export function makeSecret(randomness: Randomness): string {
  return PREFIX + Buffer.from(randomness.bytes(32)).toString('base64url');
}

/** SHA-256, 32 bytes: nothing slower is needed where there is nothing to guess. Null where it can be no secret. */
export function hashSecret(secret: string): Uint8Array | null {
  return SHAPE.test(secret) ? createHash('sha256').update(secret).digest() : null;
}

/** The secret of an `Authorization` header (RFC 6750, section 2.1); null where it holds none. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(header ?? '')?.[1] ?? null;
}
