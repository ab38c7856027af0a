import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeys } from '../../server/storage/keys.js';
import { createDurably } from '../../server/storage/private-files.js';
import { StorageRefusal } from '../../server/storage/refusal.js';
import { temporaryFolder } from '../support/storage.js';

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'keys');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

describe('loadKeys', () => {
  it('makes four different keys of 32 bytes on the first start, for the server’s user only', () => {
    const keys = loadKeys(folder, { fresh: true });
    expect(Object.keys(keys).sort()).toEqual(['codes', 'receipts', 'release', 'session']);
    const hex = Object.values(keys).map((key: Uint8Array) => Buffer.from(key).toString('hex'));
    expect(hex.every((text) => text.length === 64)).toBe(true);
    expect(new Set(hex).size).toBe(4);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('reads the same keys again', () => {
    const keys = loadKeys(folder, { fresh: true });
    expect(loadKeys(folder, { fresh: true })).toEqual(keys);
    expect(loadKeys(folder, { fresh: false })).toEqual(keys);
  });

  it('finishes a first start that was interrupted', () => {
    const keys = loadKeys(folder, { fresh: true });
    rmSync(join(folder, 'session.key'));
    writeFileSync(join(folder, `session.key.${process.pid}.tmp`), 'half');
    expect(loadKeys(folder, { fresh: true })).toMatchObject({ codes: keys.codes, receipts: keys.receipts });
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('leaves a key alone that somebody else made in the meantime', () => {
    const { codes } = loadKeys(folder, { fresh: true });
    createDurably(join(folder, 'codes.key'), new Uint8Array(32));
    expect(loadKeys(folder, { fresh: true }).codes).toEqual(codes);
  });

  it('never replaces a lost key of a data folder in use', () => {
    loadKeys(folder, { fresh: true });
    rmSync(join(folder, 'codes.key'));
    expect(() => loadKeys(folder, { fresh: false })).toThrow(StorageRefusal);
    expect(() => loadKeys(folder, { fresh: false })).toThrow(/codes\.key is missing.*backup/);
    expect(readdirSync(folder)).not.toContain('codes.key');
  });

  it('refuses keys of the wrong length and keys that others can read', () => {
    loadKeys(folder, { fresh: true });
    writeFileSync(join(folder, 'session.key'), 'short');
    expect(() => loadKeys(folder, { fresh: false })).toThrow(/session\.key has 5 bytes instead of 32/);
    chmodSync(join(folder, 'session.key'), 0o640);
    expect(() => loadKeys(folder, { fresh: false })).toThrow(/chmod 600 .*session\.key/);
    chmodSync(folder, 0o777);
    expect(() => loadKeys(folder, { fresh: false })).toThrow(/chmod 700/);
  });
});
