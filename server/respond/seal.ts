import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Randomness } from '../ports/randomness.js';
import type { RotatingKey } from '../ports/rotating-key.js';
import { derivedKeys } from './derived-keys.js';

/** Bytes of one bucket, nonce and tag included: its base64url text (3,734 characters) fits into one cookie. */
export const SEAL_BUCKET = 2800;
/** A small bucket for a single short secret. */
export const SMALL_BUCKET = 140;

const NONCE = 12;
const TAG = 16;
const LENGTH = 4;

export interface Sealer {
  /** `text` as sealed base64url, bound to `context`: opened under another one, it is broken. */
  seal(text: string, context: string): string;
  /** Null where it was changed, belongs to another context or was sealed with another key than the current one and the one before. */
  open(sealed: string, context: string): string | null;
}

/**
 * AES-256-GCM under a key derived from the current `master` for one purpose. What is sealed is padded to whole buckets, so
 * that the length of the outcome tells next to nothing about how many questions were answered. What would need more than
 * one bucket is compressed first.
 */
export function makeSealer(
  master: RotatingKey,
  purpose: string,
  bucket: number,
  randomness: Randomness,
): Sealer {
  const keys = derivedKeys(master, purpose);
  const aad = (context: string) => Buffer.from(`${purpose}\n${context}`);

  const openWith = (key: Buffer, bytes: Buffer, context: string): string | null => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(aad(context)).setAuthTag(bytes.subarray(-TAG));
      const padded = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
      return unpad(padded).toString();
    } catch {
      // Whatever is wrong with it, the answer is the same: this seal does not open.
      return null;
    }
  };

  return {
    seal(text, context) {
      const [key] = keys();
      const nonce = randomness.bytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(context));
      const padded = pad(Buffer.from(text), bucket);
      return Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      );
    },

    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE + LENGTH + TAG) return null;
      const [current, before] = keys();
      const opened = openWith(current, bytes, context);
      return opened === null && before !== undefined ? openWith(before, bytes, context) : opened;
    },
  };
}

/** In the length: what follows is not compressed. */
const PLAIN = 0x80000000;

function pad(bytes: Buffer, bucket: number): Buffer {
  const room = bucket - NONCE - LENGTH - TAG;
  const plain = bytes.length <= room;
  const content = plain ? bytes : deflateRawSync(bytes);
  const buckets = Math.ceil((NONCE + LENGTH + content.length + TAG) / bucket);
  const padded = Buffer.alloc(buckets * bucket - NONCE - TAG);
  padded.writeUInt32BE(content.length + (plain ? PLAIN : 0), 0);
  padded.set(content, LENGTH);
  return padded;
}

function unpad(padded: Buffer): Buffer {
  const field = padded.readUInt32BE(0);
  const plain = field >= PLAIN;
  const content = padded.subarray(LENGTH, LENGTH + (plain ? field - PLAIN : field));
  return plain ? content : inflateRawSync(content);
}
