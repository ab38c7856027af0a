import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../server/exports/columns.js';
import type { ExportContext } from '../../../server/exports/export-context.js';
import { exportFile } from '../../../server/exports/export-files.js';
import { figureRows } from '../../../server/exports/figure-rows.js';
import { awkwardExport, cellKey, countsOf, demoExport } from '../../support/exported-release.js';

type Row = Readonly<Record<string, string>>;

function textOf(context: ExportContext, name: string): string {
  const file = exportFile(context, name);
  if (file === null) throw new Error(`no file ${name}`);
  return file.bytes.toString('utf8');
}

/** Two readers that know nothing of each other. */
const readers: Readonly<Record<string, (text: string, delimiter: string) => readonly Row[]>> = {
  'csv-parse': (text, delimiter) => parse<Row>(text, { bom: true, columns: true, delimiter }),
  papaparse: (text, delimiter) => {
    const { data, errors } = Papa.parse<Row>(text.replace(/^\uFEFF/, ''), {
      header: true,
      delimiter,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    return data;
  },
};

const keyOf = (row: Row): string =>
  cellKey(
    row.table ?? '',
    [1, 2, 3].flatMap((at) => (row[`group${at}_variable`] === '' ? [] : [row[`group${at}_code`] ?? ''])),
    row.code ?? '',
  );

const contexts = { 'of the demonstration': demoExport, 'with awkward texts': awkwardExport };

describe.each(Object.entries(contexts))('tables %s', (_name, make) => {
  describe.each(Object.entries(readers))('read by %s', (_reader, read) => {
    it.each([
      ['tables-comma.csv', ',', '.', 'en'],
      ['tables-semicolon.csv', ';', ',', 'de'],
    ] as const)('%s has every cell once, and no other', (name, delimiter, decimal, lang) => {
      const context = make();
      const rows = read(textOf(context, name), delimiter);
      const found = rows.map((row) => [keyOf(row), row.count === '' ? null : Number(row.count)] as const);
      expect(new Map(found)).toEqual(countsOf(context.release.tables));
      expect(found).toHaveLength(new Map(found).size);

      const expected = context.release.tables.flatMap(figureRows);
      for (const [at, row] of rows.entries()) {
        const { base, share, label, count } = expected[at]!;
        expect(row.base).toBe(base.value === null ? '' : String(base.value));
        expect(row.share).toBe(share.value === null ? '' : share.value.toFixed(5).replace('.', decimal));
        expect([row.count_status, row.base_status, row.share_status]).toEqual([
          count.status,
          base.status,
          share.status,
        ]);
        expect(row.label?.replace(/^'/, '')).toBe(label[lang]);
        expect(row).toMatchObject({ k: String(context.release.k), empty_means: 'zero or not shown' });
      }
    });
  });

  it('show no zero anywhere, and a figure only where its status says so', () => {
    for (const row of parse<Row>(textOf(make(), 'tables-comma.csv'), { columns: true })) {
      for (const name of ['count', 'base', 'share']) {
        expect(row[`${name}_status`] === 'told').toBe(row[name] !== '');
        if (row[name] !== '') expect(Number(row[name])).toBeGreaterThan(0);
      }
      if (row.status === 'withheld') expect([row.count, row.base, row.share]).toEqual(['', '', '']);
    }
  });
});

describe('every CSV file', () => {
  const names = Object.keys(columnsOf) as (keyof typeof columnsOf)[];

  it.each(names)('%s has the columns that columns.csv explains, of their types', (name) => {
    const context = demoExport();
    const delimiter = name === 'tables-semicolon.csv' ? ';' : ',';
    const rows = readers['csv-parse']!(textOf(context, name), delimiter);
    const explained = readers['csv-parse']!(textOf(context, 'columns.csv'), ',').filter(
      ({ file }) => file === name,
    );
    expect(Object.keys(rows[0]!)).toEqual(explained.map(({ column }) => column));
    for (const { column, type, meaning_de, meaning_en } of explained) {
      expect([meaning_de, meaning_en]).not.toContain('');
      const pattern = { integer: /^\d*$/, number: /^(\d+([.,]\d+)?)?$/, date: /^\d{4}-\d\d-\d\d$/ }[
        type ?? ''
      ];
      if (pattern !== undefined) for (const row of rows) expect(row[column ?? ''], column).toMatch(pattern);
    }
  });

  it.each(names)('%s has nothing that a spreadsheet would run', (name) => {
    const delimiter = name === 'tables-semicolon.csv' ? ';' : ',';
    const rows = parse(textOf(awkwardExport(), name), { bom: true, delimiter });
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    if (name.startsWith('tables')) expect(rows.flat().join('\n')).toMatch(/'[=@+-]/);
  });

  it('explains every variable and code of the questionnaire, those of the release among them', () => {
    const context = demoExport();
    const rows = parse<Row>(textOf(context, 'codebook.csv'), { columns: true });
    const known = new Set(rows.map(({ variable, code }) => `${variable}|${code}`));
    for (const { groups, subject, code } of context.release.tables.flatMap(figureRows)) {
      for (const group of groups)
        if (group.code !== 'total') expect(known).toContain(`${group.variable.id}|${group.code}`);
      if (code !== 'total') expect(known).toContain(`${subject.id}|${code}`);
    }
    const derived = rows.filter(({ kind }) => kind === 'derived');
    expect(derived.length).toBeGreaterThan(5);
    for (const { rule } of derived) expect(() => JSON.parse(rule ?? '') as unknown).not.toThrow();
  });
});
