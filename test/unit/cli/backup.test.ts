import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupKeys } from '../../../server/cli/backup-keys.js';
import { backup } from '../../../server/cli/backup.js';
import type { Command } from '../../../server/cli/command.js';
import { restore } from '../../../server/cli/restore.js';
import { compose } from '../../../server/compose.js';
import { readConfig } from '../../../server/config.js';
import { makeLog } from '../../../server/http/logging.js';
import { openDraftKeys } from '../../../server/storage/draft-keys.js';
import { loadKeys } from '../../../server/storage/keys.js';
import { openStorage } from '../../../server/storage/sqlite/open-storage.js';
import { ballotLength, encodeBallot } from '../../../server/survey/ballot.js';
import {
  bytesOf,
  hash,
  makeTestStorage,
  realRandomness,
  temporaryFolder,
  type TestStorage,
} from '../../support/storage.js';
import { bremen, bremenWave, officeOn, people } from '../releases/closed-wave.js';

const PASSPHRASE = 'sieben kleine Wörter aus einem Buch';
const WAVE = 'wave-1';

let base: TestStorage;
let disk: string;
let said: string[];
const at = (name: string): string => join(disk, name);
const withPassphrase = (): string[] => ['--passphrase-file', at('passphrase')];
const make = (command: Command, out: string, ...words: string[]): Promise<number> =>
  command.run({ storage: base.storage, folders: base, clock: base.clock, randomness: realRandomness, say }, [
    '--out',
    at(out),
    ...(words.length > 0 ? words : withPassphrase()),
  ]);
const say = (line: string): void => void said.push(line);
/** An empty machine. */
const machine = () => ({ dataDir: at('machine/data'), keyDir: at('machine/keys') });
const bringBack = (file: string): Promise<number> =>
  restore.run({ folders: machine(), clock: base.clock, randomness: realRandomness, say }, [
    at(file),
    ...withPassphrase(),
  ]);

beforeEach(() => {
  base = makeTestStorage();
  disk = temporaryFolder();
  said = [];
  mkdirSync(at('machine'));
  writeFileSync(at('passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 });
});
afterEach(() => {
  base.remove();
  rmSync(disk, { recursive: true });
});

/** An open wave in which the first `come` of 130 people have taken part, and four more codes. */
async function openWave(come = 130): Promise<void> {
  const { storage, keyDir } = base;
  loadKeys(keyDir, { fresh: true });
  // Replaced every week: not to be outlived by a copy.
  openDraftKeys(keyDir, base.clock);
  const definition = bremen();
  await storage.definitions.put(definition);
  await storage.waves.create(bremenWave({ access: 'code' }));
  const codes = Array.from({ length: 134 }, (_, n) => ({ hash: hash(n), area: 'finance' }));
  await storage.codes.issue(WAVE, codes);
  await storage.box.openBox(WAVE, { ballotBytes: ballotLength(definition), places: 134 });
  await storage.waves.advance(WAVE, 'open');
  await Promise.all(
    people()
      .slice(0, come)
      .map((answers, n) => takePart(storage, n, answers)),
  );
}

function takePart(storage: TestStorage['storage'], n: number, answers = people()[0] ?? {}) {
  return storage.ballots.accept({
    waveId: WAVE,
    codeHash: hash(n),
    credentialHash: null,
    receiptHash: hash(`receipt ${n}`),
    ballot: encodeBallot(bremen(), answers),
  });
}

describe('backup and restore', () => {
  it('carry an open wave over to an empty machine, where it goes on, closes, and is released', async () => {
    await openWave();
    expect(await make(backupKeys, 'keys')).toBe(0);
    expect(await make(backup, 'data')).toBe(0);
    await base.storage.waves.advance(WAVE, 'closed');

    expect([await bringBack('keys'), await bringBack('data')]).toEqual([0, 0]);
    expect(said.join('\n')).not.toContain('lacks');
    const { dataDir, keyDir } = machine();
    const house = await compose(
      readConfig({ DATA_DIR: dataDir, KEY_DIR: keyDir, DEMO: 'off' }),
      makeLog('silent'),
    );
    await house.close();

    const storage = openStorage({ dataDir, keyDir, clock: base.clock, randomness: realRandomness });
    try {
      expect((await storage.waves.find(WAVE))?.status).toBe('open');
      expect(await storage.ballots.checkCode(WAVE, hash(0))).toBe('used');
      expect(await takePart(storage, 0)).toBe('accepted');
      expect(await takePart(storage, 130)).toBe('accepted');
      expect((await storage.participation.count(WAVE)).ballots).toBe(131);
      await storage.box.sealBox(WAVE);
      await storage.waves.advance(WAVE, 'closed');
      expect(await officeOn(storage).prepare(WAVE, 'hanna')).toBe('proposed');
      const actions = (await storage.audit.page(0, 10)).entries.map(({ action }) => action);
      expect(actions).toEqual(['backup.restored', 'backup.keysMade']);
      expect(await storage.audit.verify()).toBeNull();
    } finally {
      storage.close();
    }
  });

  it('leave whole files of the owner alone, on record, and nothing else', async () => {
    await openWave();
    await make(backup, 'data');
    expect(statSync(at('data')).mode & 0o777).toBe(0o600);
    expect(readdirSync(disk).sort()).toEqual(['data', 'machine', 'passphrase']);
    await bringBack('data');
    for (const file of readdirSync(machine().dataDir))
      expect(statSync(join(machine().dataDir, file)).mode & 0o777, file).toBe(0o600);
    const { entries } = await base.storage.audit.page(0, 1);
    expect(entries[0]).toMatchObject({ actor: 'system', action: 'backup.made' });
    expect(said.join('\n')).toContain(String(entries[0]?.details.digest));
  });

  it('keep data and keys apart: neither archive, opened, holds anything of the other', async () => {
    const { readArchive } = await import('../../../server/storage/archive.js');
    await openWave();
    await make(backupKeys, 'keys');
    await make(backup, 'data');
    const [data, keys] = ['data', 'keys'].map((name) => readArchive(at(name), PASSPHRASE));
    const secrets = keys?.files ?? [];
    expect(secrets.map(({ path }) => path)).toEqual([
      ...['codes.key', 'receipts.key', 'release.key', 'session.key'],
      `waves/${WAVE}.key`,
    ]);
    for (const { content } of data?.files ?? [])
      for (const secret of secrets)
        expect(Buffer.from(content).includes(Buffer.from(secret.content))).toBe(false);
    expect(data?.files.map(({ path }) => path)).toEqual(['office.sqlite', 'ballots.sqlite', 'codes.sqlite']);
  });

  it('say which keys are missing after the restore', async () => {
    await openWave();
    await make(backup, 'data');
    await bringBack('data');
    expect(said.join('\n')).toContain(`lacks the keys of the waves ${WAVE}`);
  });
});

describe('backup', () => {
  it('is refused while too few have come, without a number and without a file', async () => {
    await openWave(9);
    expect(await make(backup, 'data')).toBe(75);
    expect(said.join('\n')).toMatch(/Too few people have taken part since the last one in: Kantine 2026/);
    expect(said.join('\n').replaceAll('2026', '')).not.toMatch(/\d/);
    expect(readdirSync(disk).sort()).toEqual(['machine', 'passphrase']);
  });

  it('is no backup where what was read back is not what was written', async () => {
    const { writeAndReadBack } = await import('../../../server/cli/keep-archive.js');
    const deps = { clock: base.clock, randomness: realRandomness };
    const target = { out: at('data'), passphrase: PASSPHRASE };
    const write = (): unknown => writeAndReadBack(target, 'data', [], deps, () => 'a page is damaged');
    expect(write).toThrow('read back, and a page is damaged');
    expect(readdirSync(disk).sort()).toEqual(['machine', 'passphrase']);
  });

  it('says what it takes', async () => {
    writeFileSync(at('short'), 'too short', { mode: 0o600 });
    writeFileSync(at('open'), PASSPHRASE);
    chmodSync(at('open'), 0o644);
    writeFileSync(at('there'), 'precious');
    const run = (...words: string[]): Promise<number> =>
      backup.run(
        { storage: base.storage, folders: base, clock: base.clock, randomness: realRandomness, say },
        words,
      );
    await expect(run()).rejects.toThrow(/--out takes/);
    await expect(run('--out', at('there'), ...withPassphrase())).rejects.toThrow(/exists/);
    await expect(run('--out', at('no/where'), ...withPassphrase())).rejects.toThrow(/does not exist/);
    await expect(run('--out', join(base.dataDir, 'x'), ...withPassphrase())).rejects.toThrow(/lies in/);
    await expect(run('--out', join(base.keyDir, 'x'), ...withPassphrase())).rejects.toThrow(/lies in/);
    await expect(make(backup, 'x', '--passphrase-file', at('short'))).rejects.toThrow(/fewer than 20/);
    await expect(make(backup, 'x', '--passphrase-file', at('open'))).rejects.toThrow(/chmod 600/);
    await expect(make(backup, 'x', '--passphrase-file', at('none'))).rejects.toThrow(/no such file/);
    await expect(make(backup, 'x', '--passphrase', 'secret')).rejects.toThrow(/Unknown option/);
    expect(readFileSync(at('there'), 'utf8')).toBe('precious');
    expect(existsSync(at('x'))).toBe(false);
  });
});

describe('restore', () => {
  it('overwrites nothing, and changes nothing where it refuses', async () => {
    await make(backup, 'data');
    await bringBack('data');
    const before = bytesOf(machine().dataDir);
    await expect(bringBack('data')).rejects.toThrow(/is not empty/);
    expect(bytesOf(machine().dataDir)).toEqual(before);
    mkdirSync(machine().keyDir);
    writeFileSync(join(machine().keyDir, 'mine'), 'precious');
    await make(backupKeys, 'keys');
    await expect(bringBack('keys')).rejects.toThrow(/is not empty/);
    expect(readdirSync(machine().keyDir)).toEqual(['mine']);
  });

  it('goes over what an interrupted one left behind', async () => {
    await make(backup, 'data');
    mkdirSync(machine().dataDir, { mode: 0o700 });
    writeFileSync(join(machine().dataDir, 'ballots.sqlite.unfinished'), 'half');
    expect(await bringBack('data')).toBe(0);
    expect(readdirSync(machine().dataDir).some((name) => name.includes('unfinished'))).toBe(false);
  });

  it('refuses a file that is damaged, is something else, or opens with another passphrase', async () => {
    await make(backup, 'data');
    const whole = readFileSync(at('data'));
    writeFileSync(at('data'), whole.subarray(0, -5));
    await expect(bringBack('data')).rejects.toThrow(/does not open/);
    await expect(bringBack('passphrase')).rejects.toThrow(/is no archive/);
    await expect(bringBack('missing')).rejects.toThrow(/no such file/);
    writeFileSync(at('data'), whole);
    writeFileSync(at('passphrase'), 'noch ganz andere Wörter', { mode: 0o600 });
    await expect(bringBack('data')).rejects.toThrow(/does not open/);
    expect(existsSync(machine().dataDir)).toBe(false);
  });
});
