import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../server/cli/command.js';
import { readCodedData } from '../../../server/cli/read-coded-data.js';
import { makeProtectBench, type ProtectBench } from './protect-run.js';

let bench: ProtectBench;
beforeEach(() => {
  bench = makeProtectBench();
});
afterEach(() => {
  bench.remove();
});

const header = 'area,office,sex\n';

async function refusal(text: string | Buffer, variables = 'area>office,sex', ...more: string[]) {
  const error: unknown = await bench.run(text, variables, ...more).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(existsSync(bench.out)).toBe(false);
  return String(error);
}

describe('a row is refused with its place, a reason and a remedy:', () => {
  it.each([
    ['a blank leaf', 'A,A1,m\nA,,m\n', /data\.csv, row 3, column office: .*blank; write a code/],
    ['a blank parent', 'A,A1,m\n ,A1,m\n', /row 3, column area: .*blank/],
    ['a blank at the end', 'A,A1,m\nA,A2,\n', /row 3, column sex: .*blank/],
    ['two parents', 'A,A1,m\nB,A1,m\n', /row 3, column office: A1 belongs to A in .* and to B here; give it/],
    ['the name of the margin', 'A,Total,m\n', /row 2, column office: Total stands for .*; rename/],
    ['a code at two levels', 'A,A1,m\nA1,B1,m\n', /row 3, column area: A1 is a code of office too; .*rename/],
    ['a code that is its own parent', 'A,A,m\n', /row 2, column area: A is a code of office too/],
    ['a cell too few', 'A,A1\n', /row 2: 2 cells where the header has 3/],
    ['a cell too many', 'A,A1,m\nA,A1,m,x\n', /row 3: 4 cells where the header has 3/],
    ['an open quote', 'A,A1,"m\n', /quotes are not closed/],
    ['a quote within a cell', 'A,A"1,m\n', /quotes .* in the middle of a cell/],
  ])('%s', async (_, rows, reason) => {
    expect(await refusal(header + rows)).toMatch(reason);
  });

  it('another encoding than UTF-8', async () => {
    const text = Buffer.from(`${header}A,Köln,m\n`, 'latin1');
    expect(await refusal(text)).toMatch(/row 2, column office: K�ln is not UTF-8/);
  });

  it('a grandparent that differs', async () => {
    const text = 'country,land,town\nD,HB,Bremen\nA,HB,Bremen\n';
    expect(await refusal(text, 'country>land>town')).toMatch(
      /row 3, column land: HB belongs to D .* to A here/,
    );
  });
});

describe('a file is refused for', () => {
  it('a column that it hasn’t', async () => {
    expect(await refusal(`${header}A,A1,m\n`, 'area>office,gender')).toMatch(
      /has no column gender; it has area, office, sex/,
    );
  });

  it('a column that it has twice', async () => {
    expect(await refusal('sex,sex\nm,w\n', 'sex')).toMatch(/two columns sex/);
  });

  it('holding nothing, or nothing but a header', async () => {
    expect(await refusal('')).toMatch(/holds no records/);
    expect(await refusal(header)).toMatch(/holds no records/);
  });

  it('not being there', async () => {
    await expect(readCodedData(join(bench.dir, 'none.csv'), [['a']])).rejects.toThrow(/there is no file/);
    await expect(readCodedData(bench.dir, [['a']])).rejects.toThrow(/is a directory/);
  });

  it('more codes than a position can number', async () => {
    const rows = Array.from({ length: 65_536 }, (_, row) => `c${row}\n`).join('');
    expect(await refusal(`code\n${rows}`, 'code', '--order', '1')).toMatch(
      /row 65537, column code: more than 65535 different codes; coarsen/,
    );
  });

  it('more combinations than can be told apart, or more cells than can be held', async () => {
    const rows = Array.from({ length: 2000 }, (_, row) => Array(5).fill(`c${row}`).join()).join('\n');
    expect(await refusal(`a,b,c,d,e\n${rows}\n`, 'a,b,c,d,e', '--order', '1')).toMatch(
      /too many combinations of codes \(a 2000, b 2000.*2\^53; leave out/,
    );
    expect(await refusal(`a,b,c,d,e\n${rows}\n`, 'a,b,c', '--order', '3')).toMatch(
      /8,012,006,001 cells, where 50,000,000 are the most; lower --order/,
    );
  });
});

describe('a file is read', () => {
  const readAll = async (text: string, variables: string[][]) => {
    await bench.run(text, variables.map((columns) => columns.join('>')).join(), '--k', '2');
    const data = await readCodedData(bench.data, variables);
    const rows: string[][] = [];
    data.each((leaves) => {
      rows.push(leaves.map((leaf, at) => data.dimensions[at]?.levels[0]?.codes[leaf] ?? 'none'));
    });
    return { data, rows };
  };

  it('with quotes, a byte order mark, CRLF, empty lines and columns in any order', async () => {
    const text = '\uFEFFsex,note,office\r\nm,"x, y","A ""1"""\r\n\r\nw,z,B\r\n';
    const { data, rows } = await readAll(text, [['office'], ['sex']]);
    expect(data.records).toBe(2);
    expect(rows).toEqual([
      ['A "1"', 'm'],
      ['B', 'w'],
    ]);
  });

  it('to codes in the order of their code points, whatever the order of the rows', async () => {
    const { data } = await readAll('a\n\u{1F600}\n\uFFFC\nb\nB\n10\n9\n', [['a']]);
    expect(data.dimensions[0]?.levels[0]?.codes).toEqual(['10', '9', 'B', 'b', '\uFFFC', '\u{1F600}']);
  });

  it('to levels that each partition the leaves', async () => {
    const text = 'x,y,z\nQ,r,3\nP,s,2\nQ,t,1\nP,s,4\n';
    const { data } = await readAll(text, [['x', 'y', 'z']]);
    expect(data.dimensions).toEqual([
      {
        id: 'z',
        levels: [
          { codes: ['1', '2', '3', '4'], codeOf: [0, 1, 2, 3] },
          { codes: ['r', 's', 't'], codeOf: [2, 1, 0, 1] },
          { codes: ['P', 'Q'], codeOf: [1, 0, 1, 0] },
        ],
      },
    ]);
  });

  it('beyond what is set aside at first', async () => {
    const rows = Array.from({ length: 70_000 }, (_, row) => `${row % 3}\n`).join('');
    const { data, rows: read } = await readAll(`a\n${rows}`, [['a']]);
    expect(data.records).toBe(70_000);
    expect(read.every(([code], row) => code === String(row % 3))).toBe(true);
  });

  it('and a directory in its way is no file to overwrite', async () => {
    mkdirSync(join(bench.out, 'x'), { recursive: true });
    await expect(bench.run('a\n1\n', 'a')).rejects.toThrow(/holds files already/);
  });
});
