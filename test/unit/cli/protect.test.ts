import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DisclosureEngine } from '../../../server/cli/protect.js';
import { makeProtectBench, plainEngine, type ProtectBench } from './protect-run.js';

const benches: ProtectBench[] = [];
function open(engine?: DisclosureEngine): ProtectBench {
  const bench = makeProtectBench(engine);
  benches.push(bench);
  return bench;
}
afterEach(() => {
  for (const bench of benches.splice(0)) bench.remove();
});

const header = 'area,office,sex';
const people = ['B,B1,m', 'B,B1,m', 'A,A2,w', 'A,A1,m', 'A,A1,m', 'A,A2,w'];
const small = [header, ...people, ''].join('\n');
const call = ['area>office,sex', '--order', '2', '--k', '2'] as const;

describe('a release', () => {
  it('has a row a cell, grid by grid and code by code', async () => {
    const bench = open();
    expect(await bench.run(small, ...call)).toBe(0);
    expect(bench.files()).toEqual(['hierarchy.json', 'summary.json', 'tables.csv']);
    expect(bench.read('tables.csv').split('\n')).toEqual([
      'office,sex,published',
      'Total,Total,6',
      ...['A1,Total,2', 'A2,Total,2', 'B1,Total,2'],
      ...['A,Total,4', 'B,Total,2'],
      ...['Total,m,4', 'Total,w,2'],
      ...['A1,m,2', 'A1,w,', 'A2,m,', 'A2,w,2', 'B1,m,2', 'B1,w,'],
      ...['A,m,2', 'A,w,2', 'B,m,2', 'B,w,'],
      '',
    ]);
    expect(JSON.parse(bench.read('hierarchy.json'))).toEqual({
      office: { A1: 'A', A2: 'A', B1: 'B', A: 'Total', B: 'Total' },
    });
  });

  it('tells zeros where they are published', async () => {
    const bench = open();
    await bench.run(small, ...call, '--zeros', 'published');
    expect(bench.read('tables.csv')).toContain('\nA1,w,0\n');
  });

  it('is summed up', async () => {
    const bench = open();
    await bench.run([header, ...people, 'A,A1,w', ''].join('\n'), ...call);
    const { seconds, peakMemoryMb, ...rest } = JSON.parse(bench.read('summary.json')) as Record<
      string,
      unknown
    >;
    expect(rest).toEqual({
      records: 7,
      innerCells: 4,
      cells: 18,
      primary: 4,
      complementary: 0,
      massBlank: 1 / 42,
      unsafeCovered: 4,
      worlds: 1,
      keptBack: [],
      checker: 'passed',
      k: 2,
      zeros: 'unsafe',
      guarantee: 'strict',
      insiders: 1,
      order: 2,
      variables: ['area>office', 'sex'],
    });
    expect(Object.keys(seconds as object)).toEqual(['read', 'tabulate', 'protect', 'check', 'write']);
    expect(peakMemoryMb).toBeGreaterThan(10);
    expect(bench.said.join('\n')).toMatch(/7 records, 18 cells: 14 told, 4 blank .* 0 more .*2\.4 %/);
    expect(bench.progress.map((line) => line.split(':')[0])).toEqual(Object.keys(seconds as object));
  });

  it('is the same to the byte, whatever the order of the rows', async () => {
    const [one, two] = [open(), open()];
    await one.run(small, ...call);
    await two.run([header, ...[...people].reverse(), ''].join('\r\n'), ...call);
    for (const name of ['tables.csv', 'hierarchy.json']) expect(two.read(name)).toBe(one.read(name));
    const lasting = (bench: ProtectBench) => ({
      ...(JSON.parse(bench.read('summary.json')) as object),
      seconds: null,
      peakMemoryMb: null,
    });
    expect(lasting(two)).toEqual(lasting(one));
  });

  it('counts what is blank for the sake of others by itself', async () => {
    const hidingAll: DisclosureEngine = {
      ...plainEngine,
      protect: ({ counts }) => ({ published: new Uint8Array(counts.length), worlds: [] }),
    };
    const bench = open(hidingAll);
    await bench.run(small, ...call);
    expect(JSON.parse(bench.read('summary.json'))).toMatchObject({
      primary: 4,
      complementary: 14,
      massBlank: 1,
    });
    expect(bench.read('tables.csv').split('\n').slice(1, -1)).toSatisfy((lines: string[]) =>
      lines.every((line) => line.endsWith(',')),
    );
  });

  it('that the checker does not pass is not written', async () => {
    const doubting: DisclosureEngine = {
      ...plainEngine,
      checkProtection: () => ({
        passed: false,
        faults: [{ rule: 'unsafe cell not covered', cell: 3, world: null }],
        faultCount: 1,
        unsafe: 1,
        unsafeCovered: 0,
      }),
    };
    const bench = open(doubting);
    expect(await bench.run(small, ...call)).toBe(1);
    expect(existsSync(bench.out)).toBe(false);
    expect(bench.said.join('\n')).toMatch(
      /checker does not pass.*nothing is written.*unsafe cell not covered/,
    );
  });
});

describe('codes in tables.csv and hierarchy.json', () => {
  const codesOf = async (...codes: string[]) => {
    const bench = open();
    const quoted = codes.map((code) => `top,"${code.replaceAll('"', '""')}"\n`).join('');
    await bench.run(`top,leaf\n${quoted}`, 'top>leaf', '--order', '1', '--k', '2');
    const hierarchy = JSON.parse(bench.read('hierarchy.json')) as { leaf: Record<string, string> };
    return { tables: bench.read('tables.csv'), leaves: Object.keys(hierarchy.leaf) };
  };

  it.each(['-9', '+50', '<=50K', '-', 'x-y', "d'accord", '-1.5 bis 2'])(
    '%s stay as they are',
    async (code) => {
      const { tables, leaves } = await codesOf(code);
      expect(tables.split('\n')).toContain(`${code},`);
      expect(leaves).toContain(code);
    },
  );

  it.each(['=1+1', '@SUM(A1)', "-2+cmd|' /C calc'!A0", '＝1', "'=1+1"])(
    '%s are kept from being run, alike in both',
    async (code) => {
      const { tables, leaves } = await codesOf(code);
      expect(tables.split('\n')).toContain(`'${code},`);
      expect(leaves).toContain(`'${code}`);
    },
  );

  it('are quoted where they hold commas, quotes or breaks', async () => {
    const { tables } = await codesOf('a,b', 'c"d', 'e\nf');
    expect(tables).toContain('\n"a,b",\n"c""d",\n"e\nf",\n');
  });
});

describe('a directory', () => {
  it('that holds files is left alone unless forced, and then keeps what is not of the release', async () => {
    const bench = open();
    mkdirSync(bench.out);
    writeFileSync(join(bench.out, 'notes.txt'), 'mine');
    await expect(bench.run(small, ...call)).rejects.toThrow(/holds files already.*--force/);
    expect(bench.files()).toEqual(['notes.txt']);
    await bench.run(small, ...call, '--force');
    const first = bench.read('tables.csv');
    await bench.run(`${header}\nC,C1,m\n`, ...call, '--force');
    expect(bench.read('tables.csv')).not.toBe(first);
    expect(bench.files()).toEqual(['hierarchy.json', 'notes.txt', 'summary.json', 'tables.csv']);
  });

  it('may hold what an interrupted run left', async () => {
    const bench = open();
    mkdirSync(bench.out);
    writeFileSync(join(bench.out, 'tables.csv.unfinished'), 'half');
    expect(await bench.run(small, ...call)).toBe(0);
    expect(bench.files()).toEqual(['hierarchy.json', 'summary.json', 'tables.csv']);
  });

  it('may be empty, or lie in one that is missing', async () => {
    const bench = open();
    mkdirSync(bench.out);
    expect(await bench.run(small, ...call)).toBe(0);
    expect(await bench.run(small, ...call, '--out', join(bench.dir, 'a/b'))).toBe(0);
    expect(readFileSync(join(bench.dir, 'a/b/tables.csv'), 'utf8')).toBe(bench.read('tables.csv'));
  });

  it('is no file, and never the place of the data', async () => {
    const bench = open();
    await expect(bench.run(small, ...call, '--out', bench.data)).rejects.toThrow(/is a file/);
    const inside = join(bench.dir, 'tables.csv');
    writeFileSync(inside, small);
    await expect(bench.run(small, ...call, '--data', inside, '--out', bench.dir, '--force')).rejects.toThrow(
      /would overwrite/,
    );
    expect(readFileSync(inside, 'utf8')).toBe(small);
  });

  it('shows no release, old or new, where writing fails', async () => {
    const bench = open({
      ...plainEngine,
      protect: () => {
        throw new Error('no way');
      },
    });
    await expect(bench.run(small, ...call)).rejects.toThrow('no way');
    expect(existsSync(bench.out)).toBe(false);
    const blocked = open();
    mkdirSync(join(blocked.out, 'tables.csv.unfinished'), { recursive: true });
    await expect(blocked.run(small, ...call)).rejects.toThrow(/EISDIR/);
  });
});
