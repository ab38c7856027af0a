import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageSigner } from '../ports/package-signer.js';
import { createDurably, isPrivate, privateFolder } from './private-files.js';
import { StorageRefusal } from './refusal.js';

/**
 * The key by which other installations know packages of this one: `package-signing.pem` in `keyDir`, made when it is first needed.
 * Where it was lost another one is made, with another fingerprint; packages that were signed before stay valid.
 * @throws StorageRefusal where others could read the key
 */
export function makePackageSigner(keyDir: string): PackageSigner {
  const file = join(keyDir, 'package-signing.pem');
  let known: KeyObject | undefined;
  const key = (): KeyObject => (known ??= readOrMake(keyDir, file));
  return {
    sign: (bytes) => Uint8Array.from(sign(null, bytes, key())),
    publicKey: () => createPublicKey(key()).export({ format: 'pem', type: 'spki' }).toString(),
  };
}

function readOrMake(keyDir: string, file: string): KeyObject {
  privateFolder(keyDir);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    createDurably(file, Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })));
  }
  if (!isPrivate(file))
    throw new StorageRefusal(`Other users may read or write the key file ${file}. Run: chmod 600 ${file}`);
  return createPrivateKey(readFileSync(file));
}
