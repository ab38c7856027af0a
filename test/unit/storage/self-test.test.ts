import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isCode } from '../../../server/council/run-self-test.js';
import { makeCode } from '../../../server/credential/code.js';
import { makeReceipt } from '../../../server/credential/receipt.js';
import { checkIds, findingKeys, type SelfTestOptions } from '../../../server/ports/self-test.js';
import { checkFiles, checkKeys } from '../../../server/storage/self-test/check-folders.js';
import { checkSettings } from '../../../server/storage/self-test/check-settings.js';
import { holdsCode, traceFinder } from '../../../server/storage/self-test/find-traces.js';
import {
  aBox,
  aDefinition,
  aWave,
  ballot,
  bytesOf,
  hash,
  makeTestStorage,
  realRandomness,
  type TestStorage,
} from '../../support/storage.js';

const WAVE = 'wave-1';
const options: SelfTestOptions = { isCode, traces: [], further: [] };

let test: TestStorage;
/** Keys of findings that some test below has seen. */
const seen = new Set<string>();

beforeEach(async () => {
  test = makeTestStorage();
  const { definitions, waves, codes, box, ballots, audit } = test.storage;
  await definitions.put(aDefinition());
  await waves.create(aWave());
  const all = Array.from({ length: 300 }, (_, n) => ({ hash: hash(n), area: 'Finanzen' }));
  await codes.issue(WAVE, all);
  // Leaves free pages behind.
  await codes.issue('draft', all);
  await codes.discard('draft', 'Finanzen');
  await box.openBox(WAVE, { ...aBox, places: 200 });
  await waves.advance(WAVE, 'open');
  await audit.append({ actor: 'hanna', action: 'wave.opened', subject: WAVE, details: {} });
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      ballots.accept({
        waveId: WAVE,
        codeHash: n < 20 ? hash(n) : null,
        credentialHash: n < 20 ? null : hash(`credential ${n}`),
        receiptHash: hash(`receipt ${n}`),
        ballot: ballot('x'),
      }),
    ),
  );
});
afterEach(() => {
  test.remove();
});

/** What the self-test finds, as `check: finding: subject`. */
async function findings(more: Partial<SelfTestOptions> = {}): Promise<string[]> {
  const results = await test.storage.selfTest.run({ ...options, ...more });
  for (const { findings: found } of results) for (const { key } of found) seen.add(key);
  return results.flatMap(({ id, findings: found }) =>
    found.map(({ key, subject }) => `${id}: ${key}: ${subject}`),
  );
}

/** Changes a file from outside, past the program. */
function meddle(file: string, sql: string): void {
  test.storage.close();
  const db = new Database(join(test.dataDir, file));
  db.exec(sql);
  db.close();
  test.restart();
}

/** Changes the bytes of a file while nobody has it open. */
function overwrite(file: string, change: (bytes: Buffer) => Buffer): void {
  test.storage.close();
  writeFileSync(join(test.dataDir, file), change(readFileSync(join(test.dataDir, file))));
  test.restart();
}

describe('the self-test', () => {
  it('finds nothing in a house in order, says what it looked at, and changes no byte', async () => {
    const before = bytesOf(test.dataDir);
    const results = await test.storage.selfTest.run(options);
    expect(results.flatMap(({ findings: found }) => found)).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(checkIds);
    const looked = (id: string) => results.find((result) => result.id === id)?.looked ?? [];
    expect(looked('columns')).toContain('codes.sqlite, code: wave_id, hash, area, used, request');
    expect(looked('traces')).toEqual(
      expect.arrayContaining(['ballots.sqlite', 'codes.sqlite', 'office.sqlite', 'office.sqlite-wal']),
    );
    expect(looked('versions').join()).toMatch(/Mehrwelt \d.*Node v20.*SQLite 3/);
    expect(bytesOf(test.dataDir)).toEqual(before);
  });

  it('finds nothing after more have come, some have withdrawn, the wave has closed, and its answers are gone', async () => {
    const { ballots, box, waves, shredder } = test.storage;
    await Promise.all([1, 2, 3].map((n) => ballots.withdraw(WAVE, hash(`receipt ${n}`))));
    expect(await findings()).toEqual([]);
    await box.sealBox(WAVE);
    await waves.advance(WAVE, 'closed');
    expect(await findings()).toEqual([]);
    await shredder.shred(WAVE, '2027-04-01');
    expect(await findings()).toEqual([]);
    test.restart();
    expect(await findings()).toEqual([]);
  });

  it('tells nothing of participation: the same report with and without ballots', async () => {
    const report = async () => JSON.stringify(await test.storage.selfTest.run(options));
    const before = await report();
    await test.storage.ballots.accept({
      waveId: WAVE,
      codeHash: hash(200),
      credentialHash: null,
      receiptHash: hash('one more'),
      ballot: ballot('x'),
    });
    expect(await report()).toBe(before);
  });

  it('keeps the lock on the files', async () => {
    await findings();
    const other = new Database(join(test.dataDir, 'ballots.sqlite'), { timeout: 0 });
    expect(() => other.prepare('SELECT count(*) FROM slot').get()).toThrow(/locked/);
    other.close();
  });

  it('answers calls at the same time', async () => {
    expect(await Promise.all([findings(), findings()])).toEqual([[], []]);
  });
});

describe('the self-test finds', () => {
  it.each([
    [
      'ballots.sqlite',
      'ALTER TABLE slot ADD COLUMN at TEXT',
      'columns: columnNotAgreed: ballots.sqlite: slot.at',
    ],
    ['codes.sqlite', 'CREATE TABLE log (code BLOB)', 'columns: columnNotAgreed: codes.sqlite: log.code'],
    [
      'ballots.sqlite',
      'CREATE INDEX slot_used ON slot (used)',
      'columns: schemaDiffers: ballots.sqlite: slot_used',
    ],
    ['office.sqlite', 'DROP TRIGGER wave_locked', 'columns: schemaDiffers: office.sqlite: wave_locked'],
    [
      'codes.sqlite',
      'CREATE TRIGGER spy AFTER UPDATE ON code BEGIN SELECT 1; END',
      'columns: schemaDiffers: codes.sqlite: spy',
    ],
    [
      'ballots.sqlite',
      "UPDATE slot SET body = x'00' WHERE id = (SELECT min(id) FROM slot)",
      `rows: unequalRows: ${WAVE}`,
    ],
    ['ballots.sqlite', 'UPDATE slot SET body = zeroblob(5000)', `rows: spillingRows: ${WAVE}`],
    ['ballots.sqlite', 'UPDATE slot SET used = (id <= 40)', `order: usedInOrder: slot, ${WAVE}`],
    ['ballots.sqlite', 'UPDATE spent SET used = (id > 216)', `order: usedInOrder: spent, ${WAVE}`],
    ['office.sqlite', "DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'eve'", 'log: logBroken: 1'],
  ])('in %s: %s', async (file, sql, expected) => {
    meddle(file, sql);
    expect(await findings()).toContain(expected);
  });

  it('a row that lies in a gap once more', async () => {
    const name = Buffer.from(hash('receipt 7'));
    expect(await findings()).toEqual([]);
    // The first page has room: behind its header there is only the schema.
    overwrite('ballots.sqlite', (bytes) => {
      const page = bytes.subarray(0, 4096);
      const gap = 108 + 2 * page.readUInt16BE(103);
      name.copy(page, gap + 50);
      return bytes;
    });
    expect(await findings()).toContain('remnants: oldRow: ballots.sqlite');
  });

  it('free pages that were not overwritten', async () => {
    overwrite('codes.sqlite', (bytes) => {
      const trunk = bytes.readUInt32BE(32);
      expect(trunk).toBeGreaterThan(0);
      bytes.fill('x', (trunk - 1) * 4096 + 2000, (trunk - 1) * 4096 + 2010);
      return bytes;
    });
    expect(await findings()).toContain('remnants: freePageFilled: codes.sqlite');
  });

  it('codes and receipts in any file, and files nobody expects', async () => {
    const [code, receipt] = [makeCode(realRandomness), makeReceipt(realRandomness)];
    mkdirSync(join(test.dataDir, 'old'), { mode: 0o700 });
    const put = (name: string, content: string | Buffer): void => {
      writeFileSync(join(test.dataDir, name), content, { mode: 0o600 });
    };
    put('old/a', `... code=${code.toLowerCase()} ...`);
    put('b', Buffer.from(`Ihr Code: ${code}`, 'utf16le'));
    put('c', `"${code.replaceAll('-', '')}"`);
    put('d', receipt);
    put('e', 'ABCD-EFGH-JKMN-PQRST, which has a wrong check character');
    const found = await findings();
    for (const name of ['old/a', 'b', 'c', 'd']) {
      expect(found).toContain(`traces: codeInFile: ${name}`);
      expect(found).toContain(`files: unknownFile: ${name}`);
    }
    expect(found).not.toContain('traces: codeInFile: e');
    await test.storage.audit.append({ actor: code, action: 'x', subject: null, details: {} });
    expect(await findings()).toContain('traces: codeInFile: office.sqlite-wal');
  });

  it('a code without hyphens in a column of a database', async () => {
    const actor = makeCode(realRandomness).replaceAll('-', '');
    await test.storage.audit.append({ actor, action: 'x', subject: null, details: {} });
    expect(await findings()).toEqual(['traces: codeInFile: office.sqlite']);
  });

  it('given traces, in files from elsewhere as well', async () => {
    const traces = [{ name: '#1', bytes: hash(3) }];
    const further = [{ name: 'server.log', content: Buffer.concat([Buffer.alloc(3_000_000), hash(3)]) }];
    expect(await findings({ traces, further })).toEqual([
      'traces: givenCodeInFile: codes.sqlite: #1',
      'traces: givenCodeInFile: server.log: #1',
    ]);
  });

  it('folders and files that others may read, and keys that are missing, too many or not where they belong', async () => {
    const pem = join(test.keyDir, 'waves/gone.blind.pem');
    writeFileSync(pem, 'x', { mode: 0o600 });
    chmodSync(join(test.dataDir, 'office.sqlite'), 0o644);
    chmodSync(test.dataDir, 0o755);
    chmodSync(test.keyDir, 0o711);
    test.keyFile(WAVE).write(null);
    const found = await findings();
    expect(found).toEqual(
      expect.arrayContaining([
        'files: openToOthers: office.sqlite',
        'files: openToOthers: DATA_DIR',
        'keys: openToOthers: KEY_DIR',
        `keys: keyMissing: ${WAVE}`,
        'keys: keyTooMany: KEY_DIR/waves/gone.blind.pem',
      ]),
    );
    const inside = checkKeys({ dataDir: test.dataDir, keyDir: join(test.dataDir, 'keys') }, []);
    for (const { key } of inside.findings) seen.add(key);
    expect(inside.findings).toContainEqual({ key: 'keyBesideData', subject: 'KEY_DIR' });
    const closed = [{ waveId: WAVE, state: 'sealed', hasKey: true, hasBlindKey: true }] as const;
    expect(checkKeys(test, closed).findings).toContainEqual({
      key: 'keyTooMany',
      subject: `KEY_DIR/waves/${WAVE}.blind.pem`,
    });
  });

  it('journals and tails that hold something', () => {
    appendFileSync(join(test.dataDir, 'ballots.sqlite-journal'), 'x');
    const found = checkFiles(test.dataDir, new Map([['ballots.sqlite', 4096]])).findings;
    for (const { key } of found) seen.add(key);
    expect(found).toEqual([
      { key: 'tail', subject: 'ballots.sqlite' },
      { key: 'journalFilled', subject: 'ballots.sqlite-journal' },
    ]);
  });

  it('settings that would leave traces', () => {
    const [box, office] = [new Database(join(test.dataDir, 'a')), new Database(join(test.dataDir, 'b'))];
    box.prepare('ATTACH ? AS codes').run(join(test.dataDir, 'c'));
    for (const db of [box, office]) db.pragma('journal_mode = WAL');
    const found = checkSettings({ box, office }).findings.map(({ subject }) => subject);
    seen.add('setting');
    expect(found).toEqual(
      expect.arrayContaining([
        'ballots.sqlite: journal_mode = wal',
        'ballots.sqlite: secure_delete = 0',
        'codes.sqlite: locking_mode = normal',
        'office.sqlite: temp_store = 0',
      ]),
    );
    box.close();
    office.close();
  });

  it('answers that were not wholly destroyed', async () => {
    const { box, waves } = test.storage;
    await box.sealBox(WAVE);
    await waves.advance(WAVE, 'closed');
    meddle('office.sqlite', "UPDATE wave SET shredded_on = '2027-04-01'");
    expect(await findings()).toContain(`destroyed: notDestroyed: ${WAVE}`);
  });

  // Last: every finding there is was found by a test above.
  it('everything it has words for', () => {
    expect([...seen].sort()).toEqual([...findingKeys].sort());
  });
});

describe('a code', () => {
  const code = makeCode(realRandomness);
  it.each([0, 1, (1 << 20) - 10, (1 << 20) - 64, (1 << 20) + 3])('is found at %i', async (at) => {
    const bytes = Buffer.concat([Buffer.alloc(at, ' '), Buffer.from(code), Buffer.alloc(100, ' ')]);
    expect(await holdsCode(bytes, isCode)).toBe(true);
  });

  it('is not found in random bytes or in parts of longer words', async () => {
    expect(await holdsCode(realRandomness.bytes(1 << 20), isCode)).toBe(false);
    const word = Buffer.from(`x${code.replaceAll('-', '')}y`);
    expect(await holdsCode(word, isCode)).toBe(false);
  });

  it('has to be long enough to be searched for', () => {
    expect(() => traceFinder([{ name: 'short', bytes: Buffer.from('1234567') }])).toThrow(/short/);
  });
});
