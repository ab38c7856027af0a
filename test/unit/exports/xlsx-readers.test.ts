import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import readXlsx from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportContext } from '../../../server/exports/export-context.js';
import { figureRows } from '../../../server/exports/figure-rows.js';
import { tablesXlsx } from '../../../server/exports/tables-xlsx.js';
import { columnName } from '../../../server/exports/xlsx-sheet.js';
import { awkwardExport, cellKey, countsOf, demoExport } from '../../support/exported-release.js';
import { outsideReader, runReader } from '../../support/outside-readers.js';
import { temporaryFolder } from '../../support/storage.js';

type Rows = readonly (readonly unknown[])[];

const names = ['Hinweise', 'Tabellen', 'Zahlen', 'Definitionen', 'Quellen'];
const GROUPS = [1, 3, 5];
const [SUBJECT, LABEL, CODE, COUNT, BASE, SHARE] = [7, 8, 9, 10, 11, 12];

async function sheetsOf(bytes: Buffer): Promise<ReadonlyMap<string, Rows>> {
  return new Map((await readXlsx(bytes)).map(({ sheet, data }) => [sheet, data]));
}

/** As LibreOffice understands it: opened, and saved by it as a workbook of its own. */
function throughLibreOffice(bytes: Buffer): Buffer | null {
  const soffice = outsideReader('soffice');
  if (soffice === null) return null;
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'in.xlsx'), bytes);
  runReader(
    soffice,
    ['--headless', '--convert-to', 'xlsx', '--outdir', join(folder, 'out'), 'in.xlsx'],
    folder,
  );
  return readFileSync(join(folder, 'out', 'in.xlsx'));
}

function xmlOf(bytes: Buffer, part: string): string {
  return Buffer.from(unzipSync(bytes)[part] ?? []).toString('utf8');
}

/** The figures of a sheet against those of the release, cell by cell, by value and type. */
function expectFigures(rows: Rows, context: ExportContext): void {
  const expected = context.release.tables.flatMap(figureRows);
  const found = rows.slice(1);
  expect(found).toHaveLength(expected.length);
  const counts = new Map<string, number | null>();
  for (const [at, row] of found.entries()) {
    const { table, groups, code, label, count, base, share, subject } = expected[at]!;
    const codes = GROUPS.map((column) => row[column + 1] ?? null).filter((one) => one !== null);
    expect([row[0], row[CODE], codes]).toEqual([table.id, code, groups.map((group) => group.code)]);
    expect(plain(row[LABEL])).toBe(plain(label.de));
    expect(plain(row[SUBJECT])).toBe(plain(subject.label.de));
    for (const [column, figure] of [
      [COUNT, count],
      [BASE, base],
      [SHARE, share],
    ] as const) {
      const cell = row[column] ?? null;
      if (figure.status === 'none') expect(cell).toBeNull();
      else if (figure.value === null) expect(cell).toBe('*');
      else {
        expect(typeof cell).toBe('number');
        expect(cell as number).toBeCloseTo(figure.value, 5);
      }
    }
    const told = row[COUNT];
    counts.set(
      cellKey(
        table.id,
        groups.map((group) => group.code),
        code,
      ),
      told === '*' ? null : (told as number),
    );
  }
  expect(counts).toEqual(countsOf(context.release.tables));
}

/** A reader may take white space around a text away, and signs that XML lacks are gone. */
function plain(text: unknown): string {
  return String(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

describe.each([
  ['of the demonstration', demoExport],
  ['with awkward texts', awkwardExport],
])('the workbook %s', (_name, make) => {
  const context = make();
  const bytes = tablesXlsx(context);
  let sheets: ReadonlyMap<string, Rows>;
  beforeAll(async () => {
    sheets = await sheetsOf(bytes);
  });

  it('has notes, list, figures, definitions and sources', () => {
    expect([...sheets.keys()]).toEqual(names);
    const notes = sheets.get('Hinweise')!.flat().map(plain).join('\n');
    for (const part of [
      context.wave.id,
      'worlds-strict-1',
      '2026-04-20',
      'null oder nicht gezeigt',
      'Zeichen *',
    ])
      expect(notes).toContain(part);
    expect(
      sheets
        .get('Tabellen')!
        .slice(1)
        .map(([id]) => id),
    ).toEqual(context.release.tables.map(({ id }) => id));
  });

  it('has every figure as a number, and every blank as a sign', () => {
    expectFigures(sheets.get('Zahlen')!, context);
  });

  it('is the same to LibreOffice, with types and widths', async () => {
    const again = throughLibreOffice(bytes);
    if (again === null) return;
    expectFigures((await sheetsOf(again)).get('Zahlen')!, context);
    const widths = [...xmlOf(again, 'xl/worksheets/sheet3.xml').matchAll(/<col [^>]*width="([\d.]+)"/g)];
    expect(widths.slice(0, 3).map(([, width]) => Math.round(Number(width)))).toEqual([36, 28, 16]);
    expect(xmlOf(again, 'xl/styles.xml')).toContain('0.0%');
    for (const at of names.keys())
      expect(xmlOf(again, `xl/worksheets/sheet${at + 1}.xml`)).not.toMatch(/<f[ >/]/);
  }, 120_000);

  it.each(names.map((name, at) => [name, at + 1] as const))(
    'sheet %s has a header that stays, widths, a filter, and no formula',
    (_sheet, at) => {
      const xml = xmlOf(bytes, `xl/worksheets/sheet${at}.xml`);
      expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
      const columns = [...xml.matchAll(/<col min="(\d+)" max="\1" width="(\d+)" customWidth="1"\/>/g)];
      const last = /<autoFilter ref="A1:([A-Z]+)\d+"\/>/.exec(xml)?.[1];
      expect(last).toBe(columnName(columns.length - 1));
      expect(xml).not.toMatch(/<f[ >/]|<hyperlink|externalLink/);
      expect(Object.keys(unzipSync(bytes)).filter((part) => /vba|macro|link|drawing/i.test(part))).toEqual(
        [],
      );
    },
  );
});

it('columns are named as spreadsheets do', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
