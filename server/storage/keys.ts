import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPrivate, privateFolder, createDurably } from './private-files.js';
import { StorageRefusal } from './refusal.js';

const KEY_LENGTH = 32;

/** The server's secrets, 32 random bytes each; one purpose, one key. The one that is replaced now and then is in draft-keys.ts. */
export interface Keys {
  /** Hashes participation codes. */
  readonly codes: Uint8Array;
  /** Hashes receipts. */
  readonly receipts: Uint8Array;
  /** Seals releases against changes made past the program. */
  readonly release: Uint8Array;
  /** Signs the staff's session cookies. */
  readonly session: Uint8Array;
}

/**
 * Reads the keys from files `<name>.key` in `keyDir`, which are readable by the server's user only.
 *
 * With `fresh` (no database exists yet: see `hasDatabases`) a key that is missing is made. Otherwise it is refused: a new
 * key would make every printed code and every receipt worthless without a word.
 *
 * @throws StorageRefusal where a key is missing, has the wrong length, or could be read by others.
 */
export function loadKeys(keyDir: string, options: { readonly fresh: boolean }): Keys {
  privateFolder(keyDir);
  const load = (name: keyof Keys): Uint8Array => loadKey(join(keyDir, `${name}.key`), options.fresh);
  return {
    codes: load('codes'),
    receipts: load('receipts'),
    release: load('release'),
    session: load('session'),
  };
}

function loadKey(file: string, fresh: boolean): Uint8Array {
  if (!existsSync(file)) {
    if (!fresh) {
      throw new StorageRefusal(
        `The key file ${file} is missing, but the data folder is in use. Put the file back from the backup of the keys ` +
          'or set KEY_DIR to the folder that holds it. A new key would make codes, receipts and releases invalid.',
      );
    }
    createDurably(file, randomBytes(KEY_LENGTH));
  }
  if (!isPrivate(file)) {
    throw new StorageRefusal(`Other users may read or write the key file ${file}. Run: chmod 600 ${file}`);
  }
  const key = readFileSync(file);
  if (key.length !== KEY_LENGTH) {
    throw new StorageRefusal(
      `The key file ${file} has ${key.length} bytes instead of ${KEY_LENGTH}. Put it back from the backup of the keys.`,
    );
  }
  return Uint8Array.from(key);
}
