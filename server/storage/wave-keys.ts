import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDurably, destroyFile, isPrivate, privateFolder } from './private-files.js';
import { StorageRefusal } from './refusal.js';

/** Bytes of an X25519 key, either half (RFC 7748). */
export const KEY_BYTES = 32;
/** What RFC 8410 puts in front of the bytes of an X25519 key. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** The key pair of each wave: the public half goes into the box, the private one lies in a file of its own. */
export interface WaveKeys {
  /** Makes the wave's key pair, durably, unless there is one. Returns the public half, 32 bytes. */
  make(waveId: string): Uint8Array;
  /** The private half; null where the file is missing or is no key. */
  find(waveId: string): KeyObject | null;
  /** Whether any file of the wave is there, also one for blind signatures, or one that holds no key. */
  has(waveId: string): boolean;
  /** Destroys every key of the wave: what is sealed to it can never be opened again. */
  destroy(waveId: string): void;
}

/**
 * Key files `waves/<wave>.key` below `keyDir`, 32 bytes each, readable by the server's user only.
 * @throws StorageRefusal where others could read a key
 */
export function makeWaveKeys(keyDir: string): WaveKeys {
  const folder = join(keyDir, 'waves');
  const fileOf = (waveId: string): string => {
    if (!/^[a-z0-9-]{1,64}$/.test(waveId)) throw new Error('no name of a wave');
    return join(folder, `${waveId}.key`);
  };
  const allOf = (waveId: string): string[] => [fileOf(waveId), join(folder, `${waveId}.blind.pem`)];
  const find = (waveId: string): KeyObject | null => {
    const file = fileOf(waveId);
    if (!existsSync(file)) return null;
    if (!isPrivate(file))
      throw new StorageRefusal(`Other users may read or write the key file ${file}. Run: chmod 600 ${file}`);
    const bytes = readFileSync(file);
    return bytes.length === KEY_BYTES ? privateKey(bytes) : null;
  };

  return {
    find,
    has: (waveId) => allOf(waveId).some((file) => existsSync(file)),
    make(waveId) {
      privateFolder(folder);
      if (!existsSync(fileOf(waveId))) {
        const { privateKey: made } = generateKeyPairSync('x25519');
        const encoded = made.export({ format: 'der', type: 'pkcs8' });
        createDurably(fileOf(waveId), encoded.subarray(-KEY_BYTES));
      }
      const key = find(waveId);
      if (key === null) throw new Error(`the key file ${fileOf(waveId)} holds no key`);
      return publicHalf(key);
    },
    destroy(waveId) {
      for (const file of allOf(waveId)) destroyFile(file);
    },
  };
}

/** The public half of a private key, 32 bytes. */
export function publicHalf(key: KeyObject): Uint8Array {
  return Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES));
}

/** Reads the public half that was made by `publicHalf`. */
export function publicKey(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, bytes]), format: 'der', type: 'spki' });
}

function privateKey(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, bytes]), format: 'der', type: 'pkcs8' });
}
