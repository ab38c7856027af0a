import { chmodSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDatabases } from '../../server/storage/sqlite/databases.js';
import { openStorage } from '../../server/storage/sqlite/open-storage.js';
import type { TestStorage } from '../support/storage.js';
import {
  aDefinition,
  aUser,
  aWave,
  ballot,
  bytesOf,
  hash,
  makeTestStorage,
  realRandomness,
  temporaryFolder,
  testClock,
} from '../support/storage.js';

const WAVE = 'wave-1';
const CODES = 200;

let test: TestStorage;
beforeEach(() => {
  test = makeTestStorage();
});
afterEach(() => {
  test.remove();
});

/** A wave with codes 0, 1, 2 ... whose box is open. */
async function openWave(): Promise<void> {
  const { codes, box, definitions, waves } = test.storage;
  await definitions.put(aDefinition());
  await waves.create(aWave());
  await codes.issue(
    WAVE,
    Array.from({ length: CODES }, (_, n) => ({ hash: hash(n), area: 'Finanzen' })),
  );
  await box.openBox(WAVE);
}

const submit = (code: string | number, text = `ballot of ${code}`) =>
  test.storage.ballots.accept({
    waveId: WAVE,
    codeHash: hash(code),
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
  it('has only the columns that were agreed on, and no row number, in codes and ballots', () => {
    const columns = (file: string): Record<string, string[]> =>
      inspect(file, (db) => {
        const tables = db.pragma('table_list') as {
          name: string;
          schema: string;
          wr: number;
          strict: number;
        }[];
        const own = tables.filter(({ name, schema }) => schema === 'main' && !name.startsWith('sqlite_'));
        expect(own.every(({ wr, strict }) => wr === 1 && strict === 1)).toBe(true);
        return Object.fromEntries(
          own.map(({ name }) => [
            name,
            (db.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name),
          ]),
        );
      });
    const migration = ['number', 'name', 'sha256'];
    expect(columns('codes.sqlite')).toEqual({ code: ['wave_id', 'hash', 'area', 'used'], migration });
    expect(columns('ballots.sqlite')).toEqual({
      ballot: ['wave_id', 'receipt_hash', 'body'],
      box: ['wave_id', 'sealed'],
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
    expect(await submit(0)).toBe('accepted');
    expect(await submit('invented')).toBe('code-unknown');
    expect(await ballots.withdraw(WAVE, hash('invented'))).toBe('unknown');
    expect(test.storage.ready()).toBe(true);
    expect(bytesOf(test.dataDir)).toEqual(before);
  });

  it('flips a used code in place: one byte of the row, and SQLite’s own counters', async () => {
    await openWave();
    await submit(0);
    const before = bytesOf(test.dataDir)['codes.sqlite'] ?? Buffer.alloc(0);
    await submit(1);
    const after = bytesOf(test.dataDir)['codes.sqlite'] ?? Buffer.alloc(0);
    expect(after.length).toBe(before.length);
    const changed = [...after.keys()].filter((offset) => after[offset] !== before[offset]);
    const FILE_HEADER = 100;
    expect(changed.filter((offset) => offset >= FILE_HEADER)).toHaveLength(1);
  });

  it('leaves nothing of a withdrawn ballot in any file', async () => {
    await openWave();
    await submit(0, 'canary that sang once');
    await submit(1);
    expect(everything().includes('canary that sang once')).toBe(true);
    await test.storage.ballots.withdraw(WAVE, hash('receipt of 0'));
    expect(everything().includes('canary that sang once')).toBe(false);
    expect(everything().includes(Buffer.from(hash('receipt of 0')))).toBe(false);
    expect(everything().includes('ballot of 1')).toBe(true);
  });

  it('leaves no hash of a code in any file after sealing', async () => {
    await openWave();
    await submit(0);
    expect(everything().includes(Buffer.from(hash(0)))).toBe(true);
    await test.storage.box.sealBox(WAVE);
    for (let code = 0; code < CODES; code += 1)
      expect(everything().includes(Buffer.from(hash(code)))).toBe(false);
  });

  it('keeps no order of arrival in a sealed box: rows lie in the order of their keys', async () => {
    await openWave();
    for (let code = 0; code < 30; code += 1) await submit(code);
    const receipts = Array.from({ length: 30 }, (_, code) => Buffer.from(hash(`receipt of ${code}`)));
    const positions = (): number[] => {
      const file = bytesOf(test.dataDir)['ballots.sqlite'] ?? Buffer.alloc(0);
      return [...receipts].sort((a, b) => Buffer.compare(a, b)).map((receipt) => file.indexOf(receipt));
    };
    const isFalling = (numbers: number[]): boolean =>
      numbers.every((n, i) => i === 0 || n < (numbers[i - 1] ?? 0));
    expect(isFalling(positions()), 'SQLite fills a page from its end in the order of writing').toBe(false);
    await test.storage.box.sealBox(WAVE);
    expect(isFalling(positions())).toBe(true);
  });
});

describe('the folder', () => {
  it('is readable by the server’s user only', async () => {
    await openWave();
    await test.storage.accounts.create(aUser(), 'hash');
    for (const file of Object.keys(bytesOf(test.dataDir))) {
      expect(statSync(join(test.dataDir, file)).mode & 0o777, file).toBe(0o600);
    }
    const made = join(test.dataDir, 'deep', 'down');
    openStorage({ dataDir: made, clock: testClock(), randomness: realRandomness }).close();
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('is refused while somebody else can write to it', () => {
    const open = join(test.dataDir, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(() => openStorage({ dataDir: open, clock: testClock(), randomness: realRandomness })).toThrow(
      /chmod 700/,
    );
  });

  it('is used by one at a time', () => {
    const again = (): unknown =>
      openStorage({ dataDir: test.dataDir, clock: testClock(), randomness: realRandomness });
    expect(again).toThrow(/Another process is using the data folder/);
    expect(test.storage.ready()).toBe(true);
  });

  it('tells whether it holds anything', () => {
    const empty = temporaryFolder();
    expect(hasDatabases(empty)).toBe(false);
    expect(hasDatabases(join(empty, 'missing'))).toBe(false);
    writeFileSync(join(empty, 'codes.sqlite'), '');
    expect(hasDatabases(empty)).toBe(false);
    expect(hasDatabases(test.dataDir)).toBe(true);
    rmSync(empty, { recursive: true });
  });

  it('is refused where one of the files was lost', () => {
    test.storage.close();
    rmSync(join(test.dataDir, 'ballots.sqlite'));
    expect(() => {
      test.restart();
    }).toThrow(/ballots\.sqlite is missing or empty.*Restore/);
    rmSync(join(test.dataDir, 'office.sqlite'));
    test.restart();
    expect(test.storage.ready(), 'without an office nothing of the codes left can be known').toBe(true);
  });

  it('is refused where a file is damaged', () => {
    test.storage.close();
    const file = join(test.dataDir, 'codes.sqlite');
    const whole = bytesOf(test.dataDir)['codes.sqlite'] ?? Buffer.alloc(0);
    writeFileSync(file, Buffer.alloc(whole.length, 'x'));
    expect(() => {
      test.restart();
    }).toThrow(/damaged.*Restore/);
    truncateSync(file);
    writeFileSync(file, whole);
    test.restart();
  });

  it('is not ready once closed', () => {
    expect(test.storage.ready()).toBe(true);
    test.storage.close();
    test.storage.close();
    expect(test.storage.ready()).toBe(false);
  });
});

describe('what the database itself refuses, whoever asks', () => {
  it('refuses to unfreeze, unlock, reopen or unseal', async () => {
    await openWave();
    await test.storage.waves.advance(WAVE, 'open');
    await test.storage.box.sealBox(WAVE);
    inspect('office.sqlite', (db) => {
      expect(() => db.exec("UPDATE definition SET body = '{}'")).toThrow(/frozen/);
      expect(() => db.exec('UPDATE wave SET k = 5')).toThrow(/locked/);
      expect(() => db.exec("UPDATE wave SET plan = '{}'")).toThrow(/locked/);
      expect(() => db.exec("UPDATE wave SET status = 'draft'")).toThrow(/forward/);
      expect(() => db.exec('DELETE FROM wave')).toThrow(/kept/);
    });
    inspect('ballots.sqlite', (db) => {
      expect(() => db.exec('UPDATE box SET sealed = 0')).toThrow(/sealed/);
    });
  });

  it('refuses a release that its proposer approves, and a second thought', async () => {
    await openWave();
    await test.storage.releases.propose({
      id: 'r1',
      waveId: WAVE,
      proposedBy: 'hanna',
      sealed: 'x',
      proof: null,
    });
    const approve = (by: string): string =>
      `UPDATE release SET status = 'released', decided_by = '${by}', decided_on = '2026-03-02'`;
    inspect('office.sqlite', (db) => {
      expect(() => db.exec(approve('hanna'))).toThrow(/CHECK/);
      expect(() => db.exec("UPDATE release SET sealed = 'y'")).toThrow(/as it was proposed/);
      db.exec(approve('cem'));
      expect(() => db.exec("UPDATE release SET status = 'proposed', decided_by = NULL")).toThrow(/once/);
      expect(() => db.exec('DELETE FROM release')).toThrow(/kept/);
    });
  });
});

describe('the audit log against somebody with the file', () => {
  beforeEach(async () => {
    for (let n = 1; n <= 5; n += 1) {
      await test.storage.audit.append({
        actor: 'hanna',
        action: 'wave.opened',
        subject: `wave-${n}`,
        details: { n },
      });
    }
  });

  it('is append-only', () => {
    inspect('office.sqlite', (db) => {
      const insert = 'INTO audit (number, at, actor, action, details, hash) VALUES';
      const values = `'2026', 'eve', 'x', '{}', '${'0'.repeat(64)}'`;
      expect(() => db.exec("UPDATE audit SET actor = 'eve' WHERE number = 3")).toThrow(/append-only/);
      expect(() => db.exec('DELETE FROM audit WHERE number = 5')).toThrow(/append-only/);
      expect(() => db.exec(`INSERT OR REPLACE ${insert} (3, ${values})`)).toThrow(/append-only/);
      expect(() => db.exec(`INSERT ${insert} (7, ${values})`)).toThrow(/append-only/);
    });
  });

  const tampering: [what: string, sql: string, foundAt: number][] = [
    ['another actor', "UPDATE audit SET actor = 'eve' WHERE number = 3", 3],
    ['another time', "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE number = 1", 1],
    ['other details', 'UPDATE audit SET details = \'{"n":9}\' WHERE number = 5', 5],
    ['a lost subject', 'UPDATE audit SET subject = NULL WHERE number = 2', 2],
    ['an entry taken out', 'DELETE FROM audit WHERE number = 2', 2],
    [
      'an entry taken out, the rest moved up',
      'DELETE FROM audit WHERE number = 2; UPDATE audit SET number = number - 1 WHERE number > 2',
      2,
    ],
  ];
  it.each(tampering)('finds %s', async (_what, sql, foundAt) => {
    expect(await test.storage.audit.verify()).toBeNull();
    inspect('office.sqlite', (db) => {
      db.exec(`DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; ${sql}`);
    });
    expect(await test.storage.audit.verify()).toBe(foundAt);
  });
});
