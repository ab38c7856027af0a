import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../../server/cli/audit.js';
import { InputError, UsageError } from '../../../server/cli/command.js';
import { projectRoot } from '../../../server/paths.js';
import { realRandomness } from '../../support/storage.js';

let folder: string;
let said: string[];
const put = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};
const run = (...args: string[]): Promise<number> =>
  audit.run(
    { clock: { now: () => new Date(0) }, randomness: realRandomness, say: (line) => void said.push(line) },
    [folder, ...args],
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mehrwelt-audit-'));
  said = [];
  put('hierarchy.json', '{"office":{"M1":"Total","M2":"Total","M1O1":"M1","M1O2":"M1","M1O3":"M1"}}');
  put('tables.csv', leaking);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const leaking = [
  'office,sex,published',
  ...['Total,Total,60', 'M1,Total,40', 'M2,Total,20'],
  ...['M1O1,Total,20', 'M1O2,Total,18', 'M1O3,Total,'],
  '',
].join('\n');
const clean = leaking.replace('M1O2,Total,18', 'M1O2,Total,');

describe('audit', () => {
  it('names what it recovers, and fails', async () => {
    expect(await run()).toBe(1);
    expect(said[0]).toBe('6 cells, 1 of them blank, 2 sums; k = 5, zeros are unsafe');
    expect(said).toContain('    2: office M1O3');
    expect(said).toContain('  2: office M1, 1 blank by office');
    expect(said.at(-1)).toBe('recovered 1, below k 1, isolated 1');
  });

  it('passes what it cannot undo', async () => {
    put('tables.csv', clean);
    expect(await run()).toBe(0);
    expect(said.at(-1)).toBe('recovered 0, below k 0, isolated 0');
  });

  it('takes k and zeros from the summary, and from the call before that', async () => {
    put('tables.csv', clean);
    put('summary.json', '{"k":21,"zeros":"published","guarantee":"standard","records":60}');
    expect(await run()).toBe(1);
    expect(said.slice(0, 2)).toEqual([
      '6 cells, 2 of them blank, 2 sums; k = 21, zeros are published',
      'guarantee: standard (does not promise that nothing is provably below k)',
    ]);
    expect(said.at(-1)).toBe('recovered 0, below k 2, isolated 1');
    said = [];
    expect(await run('--k', '19', '--zeros', 'unsafe')).toBe(0);
    expect(said[0]).toContain('k = 19, zeros are unsafe');
  });

  it('does without a limit unless the promise is standard, or as it is told', async () => {
    put('tables.csv', clean);
    const limitOf = async (...words: string[]): Promise<unknown> => {
      said = [];
      await run('--json', ...words);
      return (JSON.parse(said.join('\n')) as Record<string, unknown>)['belowKLimit'];
    };
    expect(await limitOf()).toBeNull();
    expect(await limitOf('--below-k', 'limited')).toEqual({ blanks: 10_000, pools: 60, singles: 50 });
    put('summary.json', '{"guarantee":"standard"}');
    expect(await limitOf()).not.toBeNull();
    expect(await limitOf('--below-k', 'all')).toBeNull();
    put('summary.json', '{"guarantee":"strict"}');
    expect(await limitOf()).toBeNull();
  });

  it('gives every finding as JSON', async () => {
    expect(await run('--json')).toBe(1);
    const found = JSON.parse(said.join('\n')) as Record<string, unknown>;
    const cell = { office: 'M1O3', sex: 'Total' };
    expect(found).toMatchObject({
      k: 5,
      failures: { recovered: 1, belowK: 1, isolated: 1 },
      readers: { naive: { recovered: [{ cell, lower: 2, upper: 2 }] } },
      remainders: [{ parent: { office: 'M1', sex: 'Total' }, by: 'office', people: 2 }],
    });
  });

  it('counts a combination as zero if only others of its crossing are there', async () => {
    const crossed = ['Total,w,60', 'M1,w,40', 'M2,w,20', 'M1O1,w,20', 'M1O2,w,20', ''].join('\n');
    put('tables.csv', leaking.replace('M1O3,Total,\n', 'M1O3,Total,0\n').replace('18', '20') + crossed);
    expect(await run()).toBe(0);
  });
});

describe('a release that cannot be read', () => {
  it.each([
    ['a missing count column', 'tables.csv', leaking.replace('published', 'count'), /no column published/],
    ['a count that is no number', 'tables.csv', leaking.replace('18', '18.5'), /line 6: published is 18\.5/],
    ['a negative count', 'tables.csv', leaking.replace('18', '-1'), /line 6: published is -1: write/],
    ['an empty code', 'tables.csv', leaking.replace('M1O2,', ','), /line 6: office is empty/],
    ['a cell twice', 'tables.csv', leaking.replace('M1O2', 'M1O1'), /M1O1, Total is there twice/],
    ['a short row', 'tables.csv', `${leaking}M1\n`, /is no table with commas/],
    ['nothing', 'tables.csv', '', /no column published/],
    [
      'sums that are too small',
      'tables.csv',
      leaking.replace('60', '61'),
      /everybody cannot be the sum .* by office/,
    ],
    [
      'sums that are too large',
      'tables.csv',
      leaking.replace('18', '25'),
      /office M1 cannot be the sum .* by office/,
    ],
    ['no JSON', 'hierarchy.json', '{', /is no JSON/],
    ['a parent that is no word', 'hierarchy.json', '{"office":{"M1":1}}', /office\.M1: .*: correct it/],
    ['a code without parent', 'hierarchy.json', '{"office":{"M1":"Total"}}', /M2 has no parent/],
    ['a circle', 'hierarchy.json', leakingCircle(), /is its own ancestor/],
    ['a variable of another release', 'hierarchy.json', '{"area":{}}', /area is no column of tables\.csv/],
    ['a k of one', 'summary.json', '{"k":1}', /summary\.json: k: .*: correct it/],
  ])('for %s', async (_, name, text, message) => {
    put(name, text);
    const failed = await run().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(InputError);
    expect((failed as InputError).message).toContain(join(folder, name));
    expect((failed as InputError).message).toMatch(message);
  });

  it('for a file that is missing', async () => {
    rmSync(join(folder, 'tables.csv'));
    await expect(run()).rejects.toThrow(/tables\.csv: cannot be read .* name the folder that holds it/);
  });

  it.each([
    [['--k', '1']],
    [['--k', 'five']],
    [['--zeros', 'some']],
    [['--below-k', 'some']],
    [['--level', '3']],
    [['another']],
  ])('for the words %j', async (words) => {
    await expect(run(...words)).rejects.toThrow(UsageError);
  });
});

it('runs as a program where there is no installation', { timeout: 300_000 }, () => {
  execFileSync(process.execPath, [join(projectRoot, '.ci/setup.mjs')], { stdio: 'pipe' });
  const program = join(projectRoot, 'dist/server/cli/main.js');
  const call = (path: string) =>
    spawnSync(process.execPath, [program, 'audit', path], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'none') },
    });
  const done = call(folder);
  expect([done.status, done.stderr]).toEqual([1, '']);
  expect(done.stdout.endsWith('\nrecovered 1, below k 1, isolated 1\n')).toBe(true);
  const failed = call(join(folder, 'elsewhere'));
  expect([failed.status, failed.stdout]).toEqual([65, '']);
  expect(failed.stderr).toContain('cannot be read');
});

function leakingCircle(): string {
  return '{"office":{"M1":"M1O1","M1O1":"M1","M2":"Total","M1O2":"M1","M1O3":"M1"}}';
}
