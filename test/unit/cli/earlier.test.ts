import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CannotProtect } from '../../../server/disclosure/cannot-protect.js';
import type { Cube } from '../../../server/disclosure/cube.js';
import type { Policy } from '../../../server/disclosure/policy.js';
import type { Protection } from '../../../server/disclosure/worlds.js';
import { makeProtectBench, plainEngine, realEngine, type ProtectBench } from './protect-run.js';

const benches: ProtectBench[] = [];

afterEach(() => {
  for (const bench of benches.splice(0)) bench.remove();
});

function open(used = realEngine): ProtectBench {
  const bench = makeProtectBench(used);
  benches.push(bench);
  return bench;
}

/** 24 people by sex, office and contract. */
const rows = ['w,a,p,9', 'w,a,t,1', 'm,a,p,4', 'm,b,p,6', 'w,b,t,4'].flatMap((row) => {
  const [sex, office, contract, people] = row.split(',');
  return Array.from({ length: Number(people) }, () => [sex, office, contract].join());
});
const data = ['sex,office,contract', ...rows, ''].join('\n');

/** So many of them are in a cell of tables.csv, by a recount. */
function peopleIn(line: string): number {
  const wanted = line.split(',').slice(0, 3);
  return rows.filter((row) =>
    row.split(',').every((code, at) => wanted[at] === 'Total' || wanted[at] === code),
  ).length;
}

/** Cells that are told, by their codes. */
function told(bench: ProtectBench, folder = '.'): Map<string, string> {
  const [head = '', ...lines] = bench.read(join(folder, 'tables.csv')).trim().split('\n');
  const names = head.split(',').slice(0, -1);
  return new Map(
    lines.flatMap((line) => {
      const fields = line.split(',');
      const codes = names
        .map((name, at) => `${name} ${fields[at] ?? ''}`)
        .filter((text) => !text.endsWith(' Total'));
      const count = fields.at(-1) ?? '';
      return count === '' ? [] : [[codes.sort().join(), count] as const];
    }),
  );
}

async function twice(bench: ProtectBench, first: string[], second: string[]): Promise<string> {
  const [variables = '', ...words] = first;
  expect(await bench.run(data, variables, '--out', join(bench.out, 'first'), ...words)).toBe(0);
  const [others = '', ...more] = second;
  await bench.run(
    data,
    others,
    ...['--out', join(bench.out, 'second'), '--earlier', join(bench.out, 'first')],
    ...more,
  );
  return bench.said.join('\n');
}

describe('a release beside an earlier one', () => {
  it('tells what was told, although it would have chosen otherwise', async () => {
    const bench = open();
    const call = ['--order', '2', '--guarantee', 'standard'];
    await bench.run(data, 'sex,office,contract', ...call, '--out', join(bench.out, 'alone'));
    const [head = '', ...lines] = bench.read(join('alone', 'tables.csv')).trim().split('\n');
    const hidden = lines.filter((line) => line.endsWith(',') && peopleIn(line) >= 5);
    expect(hidden.length).toBeGreaterThan(0);
    let kept = 0;
    for (const [index, line] of hidden.entries()) {
      const folder = join(bench.out, `told${String(index)}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'tables.csv'), `${head}\n${line}${String(peopleIn(line))}\n`);
      writeFileSync(join(folder, 'hierarchy.json'), '{}');
      const words = [...call, '--out', join(bench.out, String(index)), '--earlier', folder];
      await bench.run(data, 'sex,office,contract', ...words);
      const now = bench.read(join(String(index), 'tables.csv')).split('\n');
      if (now.includes(`${line}${String(peopleIn(line))}`)) kept += 1;
    }
    expect(kept).toBe(hidden.length);
  });

  it('needs all variables and crossings of it', async () => {
    await expect(twice(open(), ['sex,office'], ['sex,contract'])).rejects.toThrow(
      /first.tables\.csv: has the variable office, which is not among --variables; add it/,
    );
    await expect(twice(open(), ['sex,office'], ['sex,office', '--order', '1'])).rejects.toThrow(
      /crosses more variables than --order allows now; raise it/,
    );
  });

  it('needs the same data, and a k that allows what was told', async () => {
    const bench = open();
    await bench.run(data, 'sex,office', '--out', join(bench.out, 'first'));
    const fewer = data.replace('m,b,p\n', '');
    const words = ['sex,office', '--out', join(bench.out, 'second'), '--earlier', join(bench.out, 'first')];
    await expect(bench.run(fewer, ...(words as [string]))).rejects.toThrow(/has other counts than --data/);
    await expect(bench.run(data, ...(words as [string]), '--k', '12')).rejects.toThrow(
      /tells 10, which is not to be told now; choose the --k/,
    );
  });
});

describe('a crossing that cannot be protected', () => {
  /** As if no protection of sex by office could be found. */
  const helpless = async (cube: Cube): Promise<Protection> => {
    const { dimensions, grids } = cube.family;
    const named = (dimension: number): string => dimensions[dimension]!.id;
    const wanted = grids.find(
      ({ role, axes }) =>
        role === 'shown' &&
        ['sex', 'office'].every((name) => axes.some(({ dimension }) => named(dimension) === name)),
    );
    if (wanted !== undefined) throw new CannotProtect(wanted.base);
    const behind = grids.filter(({ role }) => role === 'behind');
    const policy: Policy = { k: 2, guarantee: 'strict', zeros: 'unsafe', insiders: 1 };
    const { published } = await plainEngine.protect(cube, policy);
    for (const { base, size } of behind) published.fill(0, base, base + size);
    return { published, worlds: [] };
  };

  it('is blank with all that refine it; the others are told, and the operator learns which', async () => {
    const bench = open({ ...plainEngine, protect: helpless });
    expect(await bench.run(data, 'contract,office,sex', '--k', '2')).toBe(0);
    const codes = [...told(bench).keys()];
    expect(codes.some((text) => text.includes('office') && text.includes('sex'))).toBe(false);
    expect(codes.some((text) => text.includes('office') && text.includes('contract'))).toBe(true);
    expect(bench.said.join('\n')).toContain('Blank as a whole');
    expect(JSON.parse(bench.read('summary.json'))).toMatchObject({ keptBack: ['office x sex'] });
  });

  it('ends the work where an earlier release has told numbers of it', async () => {
    const bench = open();
    await bench.run(data, 'office,sex', '--k', '2', '--out', join(bench.out, 'first'));
    const later = open({ ...plainEngine, protect: helpless });
    const words = ['--k', '2', '--earlier', join(bench.out, 'first')];
    await expect(later.run(data, 'office,sex', ...words)).rejects.toThrow(
      /office x sex: no protection was found that agrees with all that is told already/,
    );
  });
});
