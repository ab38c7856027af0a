import { constants, createPublicKey, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MESSAGE_BYTES, readBlinded, readCredential } from '../../server/credential/credential.js';
import { blindSign, verifySignature } from '../../server/storage/blind-signature.js';
import { finish, makeRequest, readKey } from '../../static/credential/blind.mjs';

const pairs = Array.from({ length: 3 }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));
const somePair = fc.constantFrom(...pairs);
const RAW = constants.RSA_NO_PADDING;

async function credentialOf({ publicKey, privateKey }: (typeof pairs)[number]): Promise<string> {
  const key = await readKey(Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })));
  const request = await makeRequest(key);
  const signature = blindSign(privateKey, request.blinded);
  if (signature === null) throw new Error('not signed');
  return Buffer.from(await finish(key, request, signature)).toString('base64url');
}

const isGenuine = ({ publicKey }: (typeof pairs)[number], text: string): boolean => {
  const credential = readCredential(text);
  return credential !== null && verifySignature(publicKey, credential.message, credential.signature);
};

it('a credential is genuine under its own key, and with one bit changed under none', async () => {
  await fc.assert(
    fc.asyncProperty(somePair, fc.nat(), fc.integer({ min: 0, max: 7 }), async (pair, place, bit) => {
      const text = await credentialOf(pair);
      expect(pairs.filter((other) => isGenuine(other, text))).toEqual([pair]);
      const bytes = Buffer.from(text, 'base64url');
      const at = place % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
      expect(pairs.filter((other) => isGenuine(other, bytes.toString('base64url')))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

it('message and signature of two credentials of one key make none', async () => {
  for (const pair of pairs) {
    const [one, other] = [await credentialOf(pair), await credentialOf(pair)].map((text) =>
      Buffer.from(text, 'base64url'),
    );
    if (one === undefined || other === undefined) throw new Error('two were made');
    const mixed = Buffer.concat([one.subarray(0, MESSAGE_BYTES), other.subarray(MESSAGE_BYTES)]);
    expect(isGenuine(pair, mixed.toString('base64url'))).toBe(false);
  }
});

it('whatever is signed is signed rightly, and what is too large or of another length is not signed', () => {
  const modulus = ({ publicKey }: (typeof pairs)[number]) =>
    Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 256, maxLength: 256 }),
    fc.uint8Array({ minLength: 250, maxLength: 260 }),
  );
  fc.assert(
    fc.property(somePair, bytes, (pair, blinded) => {
      const signature = blindSign(pair.privateKey, blinded);
      const fits = blinded.length === 256 && Buffer.compare(blinded, modulus(pair)) < 0;
      expect(signature !== null).toBe(fits);
      if (signature === null) return;
      const key = { key: createPublicKey(pair.privateKey), padding: RAW };
      expect(publicEncrypt(key, signature)).toEqual(Buffer.from(blinded));
    }),
  );
  for (const pair of pairs) expect(blindSign(pair.privateKey, modulus(pair))).toBeNull();
});

it('text that is not the one way to write a credential or a blinded message is refused', () => {
  const noise = fc.oneof(fc.string(), fc.base64String(), fc.string({ minLength: 427, maxLength: 427 }));
  fc.assert(
    fc.property(noise, (text) => {
      for (const [read, length] of [
        [readCredential, MESSAGE_BYTES + 256],
        [readBlinded, 256],
      ] as const) {
        const isCanonical =
          Buffer.from(text, 'base64url').length === length &&
          Buffer.from(text, 'base64url').toString('base64url') === text;
        expect(read(text) !== null).toBe(isCanonical);
      }
    }),
  );
  const whole = Buffer.alloc(256, 7).toString('base64url');
  expect(readBlinded(whole)).not.toBeNull();
  for (const other of [`${whole}=`, `${whole} `, `${whole.slice(0, -1)}x`, whole.replace('B', '+')])
    expect(readBlinded(other), other.slice(-4)).toBeNull();
});
