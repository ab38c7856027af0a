import { describe, expect, test } from 'vitest';
import { readHeadcounts, writeHeadcounts } from '../../../server/admin/waves/headcounts-csv.js';

const faultsOf = (text: string) => {
  const read = readHeadcounts(text);
  return read.ok ? [] : read.faults.map(({ line, column, key }) => [line, column, key.split('.').at(-1)]);
};

describe('headcounts by area', () => {
  test.each([
    ['semicolons', 'area;count\r\nFinanzen;1650\r\nKultur;480\r\n'],
    ['commas', 'area,count\nFinanzen,1650\nKultur,480'],
    ['tabs, no header', 'Finanzen\t1650\nKultur\t480\n\n'],
    ['a byte order mark and a German header', '\ufeffBereich;Anzahl\nFinanzen; 1650\n Kultur;480;\n'],
  ])('%s are read', (_, text) => {
    expect(readHeadcounts(text)).toEqual({
      ok: true,
      headcounts: [
        { area: 'Finanzen', count: 1650 },
        { area: 'Kultur', count: 480 },
      ],
    });
  });

  test('commas in a name are no separators beside a semicolon', () => {
    const text = 'Senatskanzlei, Bürgerschaft, Rechnungshof;620\n"Haus; Hof ""und"" Garten";5\n';
    const read = readHeadcounts(text);
    expect(read).toEqual({
      ok: true,
      headcounts: [
        { area: 'Senatskanzlei, Bürgerschaft, Rechnungshof', count: 620 },
        { area: 'Haus; Hof "und" Garten', count: 5 },
      ],
    });
    if (read.ok) expect(readHeadcounts(writeHeadcounts(read.headcounts))).toEqual(read);
  });

  test('every fault is told with its line', () => {
    const text = 'area;count\nFinanzen;viele\n;12\nKultur;0\n\nKultur;3;4\nHäfen;\nSport;1.200\n';
    expect(faultsOf(text)).toEqual([
      [2, 'count', 'count'],
      [3, 'area', 'noArea'],
      [4, 'count', 'count'],
      [6, '', 'columns'],
      [6, 'area', 'duplicate'],
      [7, 'count', 'noCount'],
      [8, 'count', 'count'],
    ]);
  });

  test('a quote that does not close is a fault, not a crash', () => {
    expect(faultsOf('area;count\n"Finanzen;3\nKultur;4')).toEqual([[3, '', 'quotes']]);
  });

  test('reading stops after a hundred faults, and a list that is too long is refused at once', () => {
    const stopped = readHeadcounts('Kultur;viele\n'.repeat(400));
    if (stopped.ok) throw new Error('faults expected');
    expect([stopped.faults.length, stopped.stopped]).toEqual([100, true]);
    const exact = readHeadcounts(Array.from({ length: 100 }, (_, n) => `A${String(n)};viele\n`).join(''));
    expect(exact).toMatchObject({ ok: false, stopped: false });
    expect(faultsOf('x\n'.repeat(50_000))).toEqual([[1, '', 'tooMany']]);
  });

  test('nothing at all is an empty list', () => {
    expect(readHeadcounts('')).toEqual({ ok: true, headcounts: [] });
    expect(readHeadcounts('area;count\n')).toEqual({ ok: true, headcounts: [] });
  });
});
