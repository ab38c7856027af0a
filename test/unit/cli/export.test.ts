import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../../server/cli/command.js';
import { exportRelease } from '../../../server/cli/export.js';
import { exportNames } from '../../../server/exports/export-files.js';
import { loadKeys } from '../../../server/storage/keys.js';
import { makeTestStorage, realRandomness, temporaryFolder, type TestStorage } from '../../support/storage.js';
import { closeWave, officeOn, releaseKey } from '../releases/closed-wave.js';

const WAVE = 'wave-1';

let base: TestStorage;
let out: string;
let said: string[];
/** As at the terminal: the server is stopped. */
const run = async (...args: string[]): Promise<number> => {
  said = [];
  base.storage.close();
  try {
    const say = (line: string): void => void said.push(line);
    const { clock, dataDir, keyDir } = base;
    return await exportRelease.run(
      { folders: { dataDir, keyDir }, clock, randomness: realRandomness, say },
      args,
    );
  } finally {
    base.restart();
  }
};
const bytesIn = (folder: string): Buffer[] =>
  readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name)));

beforeEach(() => {
  base = makeTestStorage();
  out = join(temporaryFolder(), 'out');
});
afterEach(() => {
  base.remove();
});

/** Released by the council, under the key of this installation. */
async function release(): Promise<void> {
  loadKeys(base.keyDir, { fresh: true });
  writeFileSync(join(base.keyDir, 'release.key'), releaseKey, { mode: 0o600 });
  await officeOn(base.storage).prepare(WAVE, 'hanna');
  const { id = '' } = (await base.storage.releases.ofWave(WAVE)) ?? {};
  expect(await base.storage.releases.decide(id, 'released', 'cem', null)).toBe('done');
}

describe('export', () => {
  it('writes every format into a folder that it makes, and says what', async () => {
    await closeWave(base.storage);
    await release();
    expect(await run(WAVE, '--all', out)).toBe(0);
    expect(readdirSync(out).sort()).toEqual([...exportNames].sort());
    expect(said.join('\n')).toMatch(/4 tables, released on 2026-03-02, k = 10/);
    for (const name of exportNames) expect(said.some((line) => line.includes(`  ${name}  `))).toBe(true);
    expect(readFileSync(join(out, 'tables-comma.csv'), 'utf8')).toContain('gender-self,published');
    const { entries } = await base.storage.audit.page(0, 1);
    expect(entries).toMatchObject([{ actor: 'system', action: 'release.downloaded', subject: WAVE }]);
  });

  it('gives the same bytes each time', async () => {
    await closeWave(base.storage);
    await release();
    const folders = [join(out, 'a'), join(out, 'b')] as const;
    for (const [at, folder] of folders.entries()) {
      base.clock.set(`203${String(at)}-05-05T05:05:05.000Z`);
      expect(await run(WAVE, '--all', folder)).toBe(0);
    }
    expect(bytesIn(folders[1])).toEqual(bytesIn(folders[0]));
  });

  it.each([
    [['xlsx'], ['tables.xlsx']],
    [
      ['r', 'sdmx'],
      ['read-tables.R', 'tables-comma.csv', 'tables.sdmx.csv'],
    ],
  ])('writes only what --format %j asks for', async (formats, names) => {
    await closeWave(base.storage);
    await release();
    expect(await run(WAVE, '--all', out, ...formats.flatMap((format) => ['--format', format]))).toBe(0);
    expect(readdirSync(out).sort()).toEqual([...names].sort());
  });

  it('overwrites nothing', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'mine.txt'), 'mine');
    await expect(run(WAVE, '--all', out)).rejects.toThrow('holds files already');
    await expect(run(WAVE, '--all', join(out, 'mine.txt'))).rejects.toThrow('is a file');
    expect(readdirSync(out)).toEqual(['mine.txt']);
  });

  it('says why there is nothing to export, and writes nothing', async () => {
    await closeWave(base.storage);
    expect(await run('wave-2', '--all', out)).toBe(1);
    expect(said.join()).toMatch(/no wave wave-2.*\n {2}wave-1 {2}Kantine 2026/s);
    expect(await run(WAVE, '--all', out)).toBe(1);
    expect(said.join()).toContain('Nothing of Kantine 2026 is released yet. HR asks');
    await officeOn(base.storage).prepare(WAVE, 'hanna');
    expect(await run(WAVE, '--all', out)).toBe(1);
    expect(said.join()).toContain('the staff council has not decided');
    expect(existsSync(out)).toBe(false);
  });

  it('says plainly that the server has to be stopped', async () => {
    const deps = { clock: base.clock, randomness: realRandomness, say: () => undefined };
    const { dataDir, keyDir } = base;
    await expect(
      exportRelease.run({ ...deps, folders: { dataDir, keyDir } }, [WAVE, '--all', out]),
    ).rejects.toThrow(/another process|stop/i);
  });

  it.each([
    [[], /a wave, or --demo/],
    [['a', 'b', '--all', 'x'], /one wave/],
    [['a', '--demo', '--all', 'x'], /a wave, or --demo/],
    [['a'], /--all/],
    [['a', '--all', 'x', '--format', 'pdf'], /not pdf/],
    [['a', '--every', 'x'], /--every/],
  ])('says what it takes instead of %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(UsageError);
    await expect(run(...args)).rejects.toThrow(message);
  });

  it('makes a demonstration, exports it within the time allowed, and leaves nothing of it', async () => {
    const temporary = temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    expect(await run('--demo', '--all', out).finally(() => vi.unstubAllEnvs())).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    const found = z
      .object({
        resources: z.array(z.object({ path: z.string(), bytes: z.number(), hash: z.string() })),
        mehrwelt: z.object({ simulated: z.literal(true), k: z.literal(10) }),
      })
      .parse(JSON.parse(readFileSync(join(out, 'datapackage.json'), 'utf8')));
    expect(found.resources.map(({ path }) => path)).toEqual(exportNames.slice(0, -1));
    for (const { path, bytes, hash } of found.resources) {
      const content = readFileSync(join(out, path));
      expect([content.length, `sha256:${createHash('sha256').update(content).digest('hex')}`]).toEqual([
        bytes,
        hash,
      ]);
    }
  }, 120_000);
});
