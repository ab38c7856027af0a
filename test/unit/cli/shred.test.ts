import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shred } from '../../../server/cli/shred.js';
import { bytesOf, makeTestStorage, realRandomness, type TestStorage } from '../../support/storage.js';
import { bremenWave, closeWave, officeOn } from '../releases/closed-wave.js';

const WAVE = 'wave-1';
/** 365 days after the end of the test's wave, in Germany. */
const DUE = '2027-04-01';

let base: TestStorage;
let said: string[];
const run = (...args: string[]): Promise<number> => {
  said = [];
  const say = (line: string): void => void said.push(line);
  const { storage, clock } = base;
  return shred.run({ storage, folders: base, clock, randomness: realRandomness, say }, args);
};
const everything = (): Buffer => Buffer.concat(Object.values(bytesOf(base.dataDir)));
const blindKey = (): string => join(base.keyDir, 'waves', `${WAVE}.blind.pem`);

beforeEach(async () => {
  base = makeTestStorage();
  await closeWave(base.storage);
  writeFileSync(blindKey(), 'a key for blind signatures', { mode: 0o600 });
});
afterEach(() => {
  base.remove();
});

async function release(): Promise<string> {
  const { releases } = base.storage;
  await officeOn(base.storage).prepare(WAVE, 'hanna');
  const { id = '' } = (await releases.ofWave(WAVE)) ?? {};
  expect(await releases.decide(id, 'released', 'cem', null)).toBe('done');
  return id;
}

/** A look at the files from outside, while the storage is closed. */
function inside<Result>(file: string, look: (db: Database.Database) => Result): Result {
  base.storage.close();
  const db = new Database(join(base.dataDir, file));
  try {
    return look(db);
  } finally {
    db.close();
    base.restart();
  }
}
const bodies = (): Buffer[] =>
  inside('ballots.sqlite', (db) =>
    db.prepare<[], Buffer>('SELECT body FROM slot WHERE used = 1').pluck().all(),
  );

describe('shred', () => {
  it('lists what is due and what is kept, and destroys nothing', async () => {
    expect(await run()).toBe(0);
    expect(said).toEqual([`${WAVE}  kept until ${DUE}, nothing released  Kantine 2026`]);
    await release();
    base.clock.set('2027-03-31T22:00:00.000Z');
    await run();
    expect(said).toEqual([`${WAVE}  due since ${DUE}  Kantine 2026`]);
    expect(base.storage.shredder.remains(WAVE)).toEqual({ keys: true, slots: true, proofs: true });
  });

  it('destroys keys, slots and proofs, in every file, and leaves the released tables', async () => {
    const id = await release();
    base.clock.set(`${DUE}T08:00:00.000Z`);
    const [proof, sealed] = [await base.storage.releases.proofOf(id), bodies()];
    expect(sealed).toHaveLength(130);
    expect(proof).not.toBeNull();
    const before = everything();
    for (const body of sealed) expect(before.includes(body)).toBe(true);
    const told = await officeOn(base.storage).published(WAVE);

    expect(await run(WAVE), 'without the flag').toBe(1);
    expect(base.storage.shredder.remains(WAVE).keys).toBe(true);
    expect(await run(WAVE, '--destroy')).toBe(0);

    expect([base.keyFile(WAVE).read(), existsSync(blindKey())]).toEqual([null, false]);
    const after = everything();
    for (const body of sealed) {
      expect(after.includes(body)).toBe(false);
      // A part of it would tell as much as the whole.
      expect(after.includes(body.subarray(20, 36))).toBe(false);
    }
    expect(after.includes(Buffer.from(proof ?? []).subarray(0, 32))).toBe(false);
    expect(await officeOn(base.storage).published(WAVE)).toEqual(told);
    expect((await base.storage.waves.find(WAVE))?.shreddedOn).toBe(DUE);
    expect(await officeOn(base.storage).prepare(WAVE, 'hanna')).toBe('shredded');
    expect(await officeOn(base.storage).examine(id)).toBe('shredded');
    const { entries } = await base.storage.audit.page(0, 10);
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['wave.shredded', WAVE],
      ['wave.shredding', WAVE],
    ]);
    base.restart();
    expect(await run()).toBe(0);
    expect(said).toEqual(['No closed wave has answers left.']);
    expect(await run(WAVE, '--destroy')).toBe(0);
    expect(said.join()).toContain('nothing of them is left');
    expect((await base.storage.audit.page(0, 10)).total).toBe(2);
  });

  it('leaves the answers of another wave alone', async () => {
    await closeWave(base.storage, bremenWave({ id: 'wave-2', closesAt: '2027-01-01T00:00:00.000Z' }));
    await release();
    base.clock.set(`${DUE}T08:00:00.000Z`);
    await run(WAVE, '--destroy');
    expect(base.storage.shredder.remains('wave-2')).toEqual({ keys: true, slots: true, proofs: false });
    expect(await officeOn(base.storage).prepare('wave-2', 'hanna')).toBe('proposed');
    expect(await run('wave-2', '--destroy')).toBe(1);
  });

  it('refuses before its time, while a decision is open, and without a release unless told so', async () => {
    const refused = async (...args: string[]): Promise<string> => {
      const before = bytesOf(base.dataDir);
      expect(await run(WAVE, '--destroy', ...args)).toBe(1);
      expect(bytesOf(base.dataDir)).toEqual(before);
      expect(base.keyFile(WAVE).read()).toHaveLength(32);
      return said.join();
    };
    base.clock.set('2027-03-31T21:59:59.000Z');
    expect(await refused('--without-release')).toContain(`kept until ${DUE}`);
    base.clock.set('2027-03-31T22:00:00.000Z');
    expect(await refused()).toContain('--without-release');
    await officeOn(base.storage).prepare(WAVE, 'hanna');
    expect(await refused('--without-release')).toContain('waits for its decision');
    const { id = '' } = (await base.storage.releases.ofWave(WAVE)) ?? {};
    await base.storage.releases.decide(id, 'rejected', 'cem', 'no');
    expect(await run(WAVE, '--destroy', '--without-release')).toBe(0);
    expect(base.storage.shredder.remains(WAVE)).toEqual({ keys: false, slots: false, proofs: false });
  });

  it('refuses an open wave even behind the command', async () => {
    await base.storage.waves.create(bremenWave({ id: 'open' }));
    await base.storage.box.openBox('open', { ballotBytes: 8, places: 5 });
    await base.storage.waves.advance('open', 'open');
    await expect(base.storage.shredder.shred('open', DUE)).rejects.toThrow('not closed');
    expect(base.storage.shredder.remains('open')).toMatchObject({ keys: true, slots: true });
    base.clock.set(`${DUE}T08:00:00.000Z`);
    expect(await run('open', '--destroy', '--without-release')).toBe(1);
  });

  const crashes: [after: string, sql: [file: string, statement: string] | null, keysGone: boolean][] = [
    ['the note', null, false],
    ['the keys', null, true],
    ['the proofs', ['office.sqlite', 'DELETE FROM release_proof'], true],
    ['the slots', ['ballots.sqlite', 'DELETE FROM slot'], true],
  ];
  it.each(crashes)('goes on where a crash after %s left it', async (_after, sql, keysGone) => {
    await release();
    base.clock.set(`${DUE}T08:00:00.000Z`);
    inside('office.sqlite', (db) => db.exec(`UPDATE wave SET shredded_on = '${DUE}'`));
    if (keysGone) base.keyFile(WAVE).write(null);
    if (sql !== null) inside(sql[0], (db) => db.exec(sql[1]));
    base.clock.set('2027-04-02T08:00:00.000Z');
    await run();
    expect(said.join()).toContain('begun and not finished');
    expect(await run(WAVE, '--destroy')).toBe(0);
    expect(base.storage.shredder.remains(WAVE)).toEqual({ keys: false, slots: false, proofs: false });
    expect((await base.storage.waves.find(WAVE))?.shreddedOn, 'the day it was begun').toBe(DUE);
  });

  it('finishes what began with a lost key', async () => {
    await release();
    base.keyFile(WAVE).write(null);
    base.clock.set(`${DUE}T08:00:00.000Z`);
    expect(await run(WAVE, '--destroy')).toBe(0);
    expect(base.storage.shredder.remains(WAVE)).toEqual({ keys: false, slots: false, proofs: false });
  });

  it.each([[['nowhere']], [['a', 'b']], [['--destroy']], [['--force']]])(
    'says what it takes instead of %j',
    async (args) => {
      await expect(run(...args)).rejects.toThrow(/no wave nowhere|takes one wave|Unknown option/);
    },
  );
});
