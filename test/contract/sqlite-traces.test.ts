import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEAL_BYTES } from '../../server/storage/ballot-seal.js';
import type { TestStorage } from '../support/storage.js';
import { aBox, ballot, bytesOf, hash, makeTestStorage, openWaveWithCodes } from '../support/storage.js';

const WAVE = 'wave-1';
const CODES = 200;

let test: TestStorage;
beforeEach(() => {
  test = makeTestStorage();
});
afterEach(() => {
  test.remove();
});

const openWave = () => openWaveWithCodes(test.storage, CODES);

const submit = (code: string | number, text = `ballot of ${code}`) =>
  test.storage.ballots.accept({
    waveId: WAVE,
    codeHash: hash(code),
    credentialHash: null,
    receiptHash: hash(`receipt of ${code}`),
    ballot: ballot(text),
  });

/** A look at a file from outside, while the storage is closed. */
function inspect<Result>(file: string, look: (db: Database.Database) => Result): Result {
  test.storage.close();
  const db = new Database(join(test.dataDir, file));
  try {
    return look(db);
  } finally {
    db.close();
    test.restart();
  }
}

const everything = (): Buffer => Buffer.concat(Object.values(bytesOf(test.dataDir)));

describe('what the files give away', () => {
  it('has only the columns that were agreed on in codes and ballots', () => {
    // Numbered in the order they were laid out in, before the first ballot.
    const laidOut = ['slot', 'spent'];
    const columns = (file: string): Record<string, string[]> =>
      inspect(file, (db) => {
        const tables = db.pragma('table_list') as {
          name: string;
          schema: string;
          wr: number;
          strict: number;
        }[];
        const own = tables.filter(({ name, schema }) => schema === 'main' && !name.startsWith('sqlite_'));
        expect(own.every(({ strict }) => strict === 1)).toBe(true);
        // The rest has no row number at all.
        const numbered = own.filter(({ wr }) => wr === 0).map(({ name }) => name);
        expect(numbered.filter((name) => !laidOut.includes(name))).toEqual([]);
        return Object.fromEntries(
          own.map(({ name }) => [
            name,
            (db.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name),
          ]),
        );
      });
    const migration = ['number', 'name', 'sha256'];
    expect(columns('codes.sqlite')).toEqual({
      code: ['wave_id', 'hash', 'area', 'used', 'request'],
      migration,
    });
    expect(columns('ballots.sqlite')).toEqual({
      box: ['wave_id', 'sealed', 'public_key', 'ballot_bytes', 'copied_at', 'copied_codes'],
      slot: ['id', 'wave_id', 'used', 'name', 'body'],
      spent: ['id', 'wave_id', 'used', 'name', 'body'],
      migration,
    });
  });

  it('changes no byte for whatever a respondent does short of submitting', async () => {
    await openWave();
    await submit(0);
    const before = bytesOf(test.dataDir);
    const { ballots, waves, definitions } = test.storage;
    await waves.list();
    await waves.find(WAVE);
    await definitions.find('canteen', '1.0.0');
    await ballots.checkCode(WAVE, hash(0));
    await ballots.checkCode(WAVE, hash(1));
    await ballots.checkCode(WAVE, hash('invented'));
    expect(await submit('invented')).toBe('code-unknown');
    expect(await ballots.withdraw(WAVE, hash('invented'))).toBe('unknown');
    expect(test.storage.ready()).toBe(true);
    expect(bytesOf(test.dataDir)).toEqual(before);
  });

  it.each<[string, () => Promise<string>]>([
    ['used directly', () => submit(1)],
    ['exchanged', () => test.storage.ballots.redeem(WAVE, hash(1), hash('request'))],
  ])('changes the row of a code that is %s in place: its flag and 32 random bytes', async (_how, use) => {
    await openWave();
    await submit(0);
    const before = bytesOf(test.dataDir)['codes.sqlite'] ?? Buffer.alloc(0);
    await use();
    const after = bytesOf(test.dataDir)['codes.sqlite'] ?? Buffer.alloc(0);
    expect(after.length).toBe(before.length);
    const changed = [...after.keys()].filter((offset) => after[offset] !== before[offset]);
    const FILE_HEADER = 100;
    const inRow = changed.filter((offset) => offset >= FILE_HEADER);
    // Of 32 random bytes, some may happen to be what they were.
    expect(inRow.length).toBeGreaterThan(1 + 24);
    expect((inRow.at(-1) ?? 0) - (inRow[0] ?? 0)).toBeLessThan(100);
  });

  it('overwrites one slot in place, of the same size, and moves nothing', async () => {
    await openWave();
    await submit(0);
    const before = bytesOf(test.dataDir)['ballots.sqlite'] ?? Buffer.alloc(0);
    await submit(1);
    const after = bytesOf(test.dataDir)['ballots.sqlite'] ?? Buffer.alloc(0);
    expect(after.length).toBe(before.length);
    const FILE_HEADER = 100;
    const changed = [...after.keys()].filter(
      (offset) => offset >= FILE_HEADER && after[offset] !== before[offset],
    );
    const [first = 0, last = 0] = [changed[0], changed.at(-1)];
    // The flag, the name of 32 bytes and the sealed ballot; of the random bytes some may be what they were.
    expect(last - first).toBeLessThan(1 + 32 + aBox.ballotBytes + SEAL_BYTES + 24);
    expect(changed.length).toBeGreaterThan(100);
  });

  it('holds no answer in the clear, not even when its box is sealed', async () => {
    await openWave();
    await submit(0, 'canary that sang once');
    expect(everything().includes('canary')).toBe(false);
    await test.storage.box.sealBox(WAVE);
    expect(everything().includes('canary')).toBe(false);
  });

  it('leaves nothing of a withdrawn ballot in any file', async () => {
    await openWave();
    await submit(0);
    await submit(1);
    const [name = Buffer.alloc(0), neighbour = Buffer.alloc(0)] = [0, 1].map((code) =>
      Buffer.from(hash(`receipt of ${code}`)),
    );
    const before = everything();
    const body = before.subarray(before.indexOf(name) + 32, before.indexOf(name) + 32 + aBox.ballotBytes);
    expect(before.indexOf(name)).toBeGreaterThan(0);
    await test.storage.ballots.withdraw(WAVE, name);
    expect(everything().includes(name)).toBe(false);
    expect(everything().includes(body)).toBe(false);
    expect(everything().includes(neighbour)).toBe(true);
  });

  it('leaves no hash of a code in any file after sealing', async () => {
    await openWave();
    await submit(0);
    expect(everything().includes(Buffer.from(hash(0)))).toBe(true);
    await test.storage.box.sealBox(WAVE);
    for (let code = 0; code < CODES; code += 1)
      expect(everything().includes(Buffer.from(hash(code)))).toBe(false);
  });
});
