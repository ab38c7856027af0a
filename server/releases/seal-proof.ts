import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Proof } from '../disclosure/protect-plan.js';
import type { Randomness } from '../ports/randomness.js';

const NONCE = 12;
const TAG = 16;

const proofSchema = z.strictObject({
  tables: z.array(z.string()),
  /** By cell of the family, '1' where the count is told. */
  published: z.string().regex(/^[01]*$/),
  /** By world and change: the leaves, then the people. */
  worlds: z.array(z.array(z.array(z.int()).min(1))),
});

/**
 * A proof as bytes that only the holder of `key` can read: compressed, then AES-256-GCM, bound to its release. The worlds
 * of a release together with its numbers come close to the ballots, so they are kept like these.
 */
export function sealProof(proof: Proof, releaseId: string, key: Uint8Array, randomness: Randomness): Buffer {
  const text = JSON.stringify({
    tables: proof.tables,
    published: Array.from(proof.protection.published, String).join(''),
    worlds: proof.protection.worlds.map((world) => world.map(({ leaves, by }) => [...leaves, by])),
  });
  const nonce = randomness.bytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyFor(key), nonce).setAAD(Buffer.from(releaseId));
  return Buffer.concat([nonce, cipher.update(deflateRawSync(text)), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where the bytes were changed, belong to another release or were sealed with another key. */
export function openProof(sealed: Uint8Array, releaseId: string, key: Uint8Array): Proof {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key), bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  });
  decipher.setAAD(Buffer.from(releaseId)).setAuthTag(bytes.subarray(-TAG));
  const packed = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
  const { tables, published, worlds } = proofSchema.parse(JSON.parse(inflateRawSync(packed).toString()));
  return {
    tables,
    protection: {
      published: Uint8Array.from(published, Number),
      worlds: worlds.map((world) => world.map((row) => ({ leaves: row.slice(0, -1), by: row.at(-1) ?? 0 }))),
    },
  };
}

function keyFor(master: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'mehrwelt release proof 1', 32));
}
