import { chmodSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDatabases } from '../../server/storage/sqlite/databases.js';
import { openStorage } from '../../server/storage/sqlite/open-storage.js';
import type { TestStorage } from '../support/storage.js';
import {
  aUser,
  bytesOf,
  makeTestStorage,
  openWaveWithCodes,
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

const openWave = () => openWaveWithCodes(test.storage, CODES);

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

describe('the folder', () => {
  it('is readable by the server’s user only', async () => {
    await openWave();
    await test.storage.accounts.create(aUser(), 'hash');
    for (const file of Object.keys(bytesOf(test.dataDir))) {
      expect(statSync(join(test.dataDir, file)).mode & 0o777, file).toBe(0o600);
    }
    const made = join(test.dataDir, 'deep', 'down');
    openStorage({
      dataDir: made,
      keyDir: test.keyDir,
      clock: testClock(),
      randomness: realRandomness,
    }).close();
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('is refused while somebody else can write to it', () => {
    const open = join(test.dataDir, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(() =>
      openStorage({ dataDir: open, keyDir: test.keyDir, clock: testClock(), randomness: realRandomness }),
    ).toThrow(/chmod 700/);
  });

  it('is used by one at a time', () => {
    const again = (): unknown =>
      openStorage({
        dataDir: test.dataDir,
        keyDir: test.keyDir,
        clock: testClock(),
        randomness: realRandomness,
      });
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
