import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish, makeRequest, readKey } from '../../../static/credential/blind.mjs';
import { makeBlindSigner } from '../../../server/storage/blind-keys.js';
import { blindSign, verifySignature } from '../../../server/storage/blind-signature.js';
import { fromHex, vector } from '../../support/blind-vector.js';

const text = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
};

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}

function vectorKey(): KeyObject {
  const [p, q, e] = [BigInt(`0x${vector.p}`), BigInt(`0x${vector.q}`), 65_537n];
  const d = inverse(e, (p - 1n) * (q - 1n));
  const [dp, dq, qi] = [d % (p - 1n), d % (q - 1n), inverse(q, p)];
  const key = { kty: 'RSA', n: text(p * q), e: text(e), d: text(d), p: text(p), q: text(q) };
  return createPrivateKey({ key: { ...key, dp: text(dp), dq: text(dq), qi: text(qi) }, format: 'jwk' });
}

const spkiOf = (key: KeyObject): Uint8Array =>
  Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' }));

describe('the vector of RFC 9474, appendix A.1', () => {
  const key = vectorKey();
  const message = fromHex(vector.prefix + vector.message);

  it('is signed blindly as it should be', () => {
    expect(blindSign(key, fromHex(vector.blinded))).toEqual(fromHex(vector.blindSignature));
  });

  it('verifies', () => {
    expect(verifySignature(createPublicKey(key), message, fromHex(vector.signature))).toBe(true);
    expect(verifySignature(createPublicKey(key), message.with(0, 0), fromHex(vector.signature))).toBe(false);
  });

  it('is finished by the browser’s script as it should be', async () => {
    const credential = await finish(
      await readKey(spkiOf(key)),
      { message, inv: fromHex(vector.inverse) },
      fromHex(vector.blindSignature),
    );
    expect(credential).toEqual(Uint8Array.from([...message, ...fromHex(vector.signature)]));
  });
});

describe('a blind signature', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { privateKey: another } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  async function credentialFrom(signer: KeyObject, claimed: KeyObject) {
    const key = await readKey(spkiOf(claimed));
    const request = await makeRequest(key);
    const signature = blindSign(signer, request.blinded);
    if (signature === null) throw new Error('not signed');
    return { request, signature, credential: await finish(key, request, signature) };
  }

  it('is worth something once unblinded, and shares no bytes with what the signer saw', async () => {
    const { request, signature, credential } = await credentialFrom(privateKey, privateKey);
    const [message, unblinded] = [credential.subarray(0, 64), credential.subarray(64)];
    expect(verifySignature(createPublicKey(privateKey), message, unblinded)).toBe(true);
    expect(verifySignature(createPublicKey(another), message, unblinded)).toBe(false);
    const seen = Buffer.concat([request.blinded, signature]);
    for (let at = 0; at + 6 <= credential.length; at += 1)
      expect(seen.includes(Buffer.from(credential).subarray(at, at + 6))).toBe(false);
  });

  it('fits every message: whatever the signer saw could have become this credential', async () => {
    // Unlinkability in numbers: for each pair of a session and a credential there is a blinding that explains it.
    const n = BigInt(
      `0x${Buffer.from(privateKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`,
    );
    const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    const power = (base: bigint): bigint => {
      let result = base;
      for (let bit = 0; bit < 16; bit += 1) result = (result * result) % n;
      return (result * base) % n;
    };
    const [first, second] = [
      await credentialFrom(privateKey, privateKey),
      await credentialFrom(privateKey, privateKey),
    ];
    for (const session of [first, second]) {
      for (const { credential } of [first, second]) {
        const blinding = (number(session.signature) * inverse(number(credential.subarray(64)), n)) % n;
        const encoded = power(number(credential.subarray(64)));
        expect((encoded * power(blinding)) % n).toBe(number(session.request.blinded));
      }
    }
  });

  it('of another key is refused by the browser, and so is a changed one', async () => {
    await expect(credentialFrom(another, privateKey)).rejects.toThrow();
    const key = await readKey(spkiOf(privateKey));
    const request = await makeRequest(key);
    const signature = blindSign(privateKey, request.blinded) ?? new Uint8Array();
    await expect(finish(key, request, signature.with(9, (signature[9] ?? 0) ^ 1))).rejects.toThrow();
  });

  it('is not given on what can’t be a blinded message', () => {
    expect(blindSign(privateKey, new Uint8Array(255))).toBeNull();
    expect(blindSign(privateKey, new Uint8Array(257))).toBeNull();
    expect(blindSign(privateKey, new Uint8Array(0))).toBeNull();
    expect(blindSign(privateKey, new Uint8Array(256).fill(255))).toBeNull();
  });
});

describe('the signing keys of waves', () => {
  let keyDir: string;
  beforeAll(() => {
    keyDir = mkdtempSync(join(tmpdir(), 'mehrwelt-keys-'));
  });
  afterAll(() => {
    rmSync(keyDir, { recursive: true });
  });

  it('are made once, for the owner alone, have a fingerprint, and are gone once destroyed', async () => {
    const signer = makeBlindSigner(keyDir);
    expect(signer.publicKey('wave-1')).toBeNull();
    expect(signer.sign('wave-1', new Uint8Array(256))).toBeNull();
    await signer.makeKey('wave-1');
    const made = signer.publicKey('wave-1');
    expect(made?.fingerprint).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
    await signer.makeKey('wave-1');
    expect(makeBlindSigner(keyDir).publicKey('wave-1')).toEqual(made);
    const file = join(keyDir, 'waves', 'wave-1.blind.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const key = await readKey(made?.spki ?? new Uint8Array());
    const request = await makeRequest(key);
    const signature = signer.sign('wave-1', request.blinded) ?? new Uint8Array();
    const credential = await finish(key, request, signature);
    expect(signer.verify('wave-1', credential.subarray(0, 64), credential.subarray(64))).toBe(true);
    await signer.makeKey('wave-2');
    expect(signer.verify('wave-2', credential.subarray(0, 64), credential.subarray(64))).toBe(false);

    await signer.destroyKey('wave-1');
    await signer.destroyKey('wave-1');
    expect(signer.publicKey('wave-1')).toBeNull();
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(join(keyDir, 'waves'))).toEqual(['wave-2.blind.pem']);
    await expect(signer.makeKey('../codes')).rejects.toThrow(/no name/);
    expect(signer.publicKey('../codes')).toBeNull();
  });
});
