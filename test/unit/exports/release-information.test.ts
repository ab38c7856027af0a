import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { releaseCsv } from '../../../server/exports/release-csv.js';
import { releaseJson } from '../../../server/exports/release-json.js';
import { aWave } from '../../support/storage.js';
import { variable } from '../disclosure/miniature.js';

const office = variable('office', 'identifying', ['a', 'b']);
const shape = { id: 'partly', breakdown: [office], indicator: null };
const release: SafeRelease = {
  waveId: 'wave1',
  k: 5,
  policy: 'worlds-strict-1',
  records: 50,
  tables: [
    mintSafeTable({ shape, k: 5, content: [null, null, 50] }),
    mintSafeTable({ shape: { ...shape, id: 'kept-back' }, k: 5, content: 'unsafe-cells' }),
  ],
};

describe('files say how much of each table they tell', () => {
  it('in two columns of every row', () => {
    const rows: Record<string, string>[] = parse(releaseCsv(aWave(), release, 'de'), {
      bom: true,
      columns: true,
    });
    expect(rows.map((row) => [row.table, row.cells_told, row.cells, row.count])).toEqual([
      ['partly', '1', '3', ''],
      ['partly', '1', '3', ''],
      ['partly', '1', '3', '50'],
      ['kept-back', '0', '3', ''],
    ]);
  });

  it('and in a field of each table, with what a blank may hide', () => {
    const content: unknown = JSON.parse(releaseJson(aWave(), release, []));
    expect(content).toMatchObject({
      protection: { rule: 'worlds-strict-1' },
      remarks: { blank: { de: expect.stringContaining('eine größere') as string } },
      tables: [
        { id: 'partly', information: { cellsTold: 1, cells: 3 } },
        { id: 'kept-back', information: { cellsTold: 0, cells: 3 } },
      ],
    });
  });
});
