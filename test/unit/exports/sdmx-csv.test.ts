import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { figureRows } from '../../../server/exports/figure-rows.js';
import { sdmxCsv } from '../../../server/exports/sdmx-csv.js';
import { awkwardExport, cellKey, countsOf, demoExport } from '../../support/exported-release.js';

type Row = Readonly<Record<string, string>>;

describe.each([
  ['of the demonstration', demoExport],
  ['with awkward texts', awkwardExport],
])('SDMX-CSV %s', (_name, make) => {
  const context = make();
  const rows = parse<Row>(sdmxCsv(context), { columns: true });

  it('begins as the format says', () => {
    expect(Object.keys(rows[0]!).slice(0, 3)).toEqual(['STRUCTURE', 'STRUCTURE_ID', 'ACTION']);
    for (const row of rows) {
      expect(row).toMatchObject({ STRUCTURE: 'dataflow', ACTION: 'I', CONF_RULE: 'worlds-strict-1' });
      expect(row.STRUCTURE_ID).toMatch(/^[A-Z]+:[A-Z]+\(\d+\.\d+\.\d+\)$/);
      expect(row.TIME_PERIOD).toMatch(/^\d{4}-\d\d$/);
      for (const id of ['GROUP1_VARIABLE', 'GROUP1', 'VARIABLE', 'CODE', 'MEASURE'])
        expect(row[id]).toMatch(/^[A-Za-z0-9_@$-]+$/);
    }
  });

  it('has no key twice', () => {
    const keys = rows.map((row) =>
      Object.entries(row)
        .slice(3, Object.keys(row).indexOf('OBS_VALUE'))
        .map(([, cell]) => cell)
        .join('|'),
    );
    expect(new Set(keys).size).toBe(rows.length);
  });

  it('has every count, cell by cell', () => {
    const back = (id: string): string => (id === '_T' ? 'total' : id);
    const found = rows
      .filter(({ MEASURE }) => MEASURE === 'COUNT')
      .map((row) => {
        const groups = [1, 2, 3].flatMap((at) =>
          row[`GROUP${at}_VARIABLE`] === '_Z' ? [] : [back(row[`GROUP${at}`] ?? '')],
        );
        const value = row.OBS_VALUE === '' ? null : Number(row.OBS_VALUE);
        return [cellKey(row.TABLE_ID ?? '', groups, back(row.CODE ?? '')), value] as const;
      });
    expect(new Map(found)).toEqual(countsOf(context.release.tables));
  });

  it('marks a blank as suppressed and confidential, whatever lies behind it, and what cannot exist as that', () => {
    const expected = context.release.tables
      .flatMap(figureRows)
      .flatMap(({ count, base, share }) => [count, base, share]);
    expect(rows).toHaveLength(expected.length);
    const marks = { told: ['A', 'F'], blank: ['Q', 'C'], none: ['M', 'F'] };
    for (const [at, row] of rows.entries()) {
      const figure = expected[at]!;
      expect([row.OBS_STATUS, row.CONF_STATUS]).toEqual(marks[figure.status]);
      expect(row.OBS_VALUE === '').toBe(figure.value === null);
      if (figure.value !== null) expect(Number(row.OBS_VALUE)).toBeCloseTo(figure.value, 5);
    }
    expect(new Set(rows.map(({ OBS_STATUS }) => OBS_STATUS))).toEqual(new Set(['A', 'Q', 'M']));
  });
});
