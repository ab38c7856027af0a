import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlindPublicKey, BlindSigner } from '../ports/blind-signer.js';
import { blindSign, verifySignature } from './blind-signature.js';
import { createDurably, destroyFile, isPrivate, privateFolder } from './private-files.js';
import { StorageRefusal } from './refusal.js';

const MODULUS_BITS = 2048;

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly shown: BlindPublicKey;
}

/**
 * Signs with keys from files `waves/<wave>.blind.pem` below `keyDir`, readable by the server's user only.
 * @throws StorageRefusal where others could read a key
 */
export function makeBlindSigner(keyDir: string): BlindSigner {
  const folder = join(keyDir, 'waves');
  const known = new Map<string, Pair>();
  const fileOf = (waveId: string): string | null =>
    /^[a-z0-9-]{1,64}$/.test(waveId) ? join(folder, `${waveId}.blind.pem`) : null;
  const find = (waveId: string): Pair | null => {
    const found = known.get(waveId);
    if (found !== undefined) return found;
    const file = fileOf(waveId);
    if (file === null || !existsSync(file)) return null;
    if (!isPrivate(file))
      throw new StorageRefusal(`Other users may read or write the key file ${file}. Run: chmod 600 ${file}`);
    const pair = pairOf(createPrivateKey(readFileSync(file)));
    known.set(waveId, pair);
    return pair;
  };

  return {
    async makeKey(waveId) {
      const file = fileOf(waveId);
      if (file === null) throw new Error('no name of a wave');
      privateFolder(folder);
      if (existsSync(file)) return;
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: MODULUS_BITS });
      createDurably(file, Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })));
    },
    publicKey: (waveId) => find(waveId)?.shown ?? null,
    sign(waveId, blinded) {
      const pair = find(waveId);
      return pair === null ? null : blindSign(pair.privateKey, blinded);
    },
    verify(waveId, message, signature) {
      const pair = find(waveId);
      return pair !== null && verifySignature(pair.publicKey, message, signature);
    },
    async destroyKey(waveId) {
      known.delete(waveId);
      const file = fileOf(waveId);
      if (file !== null) destroyFile(file);
    },
  };
}

function pairOf(privateKey: KeyObject): Pair {
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const digits = createHash('sha256').update(spki).digest('hex').slice(0, 32);
  return {
    privateKey,
    publicKey,
    shown: {
      spki: Uint8Array.from(spki),
      fingerprint: digits.replaceAll(/(.{4})(?=.)/g, '$1 ').toUpperCase(),
    },
  };
}
