import { describe, expect, it } from 'vitest';
import { mintSafeTable, type SafeTable } from '../../../server/disclosure/safe-table.js';
import { formatFor } from '../../../server/http/format.js';
import { translator } from '../../../server/i18n/index.js';
import { chapterFigures, MOST_PICTURED } from '../../../server/report/report-chapters.js';
import { demoExport } from '../../support/exported-release.js';

const { wave, definition, release, references } = demoExport();

function found(id: string): SafeTable {
  const table = release.tables.find((one) => one.id === id);
  if (table === undefined) throw new Error(`the demonstration has no table ${id}`);
  return table;
}

const byAge = found('age-by-migrationsbiographie-selbst');
const byGenderAndAge = found('gender-by-age-by-migrationsbiographie-selbst');

const chapterOf = (tables: readonly SafeTable[]) =>
  chapterFigures(
    {
      wave: { ...wave, definition },
      release: { ...release, tables },
      references,
      lang: 'de',
      t: translator('de'),
      format: formatFor('de'),
    },
    'age',
  );
const copy = ({ breakdown, indicator, cells }: SafeTable, id: string, blank = false): SafeTable =>
  mintSafeTable({
    shape: { id, breakdown, indicator },
    k: release.k,
    content: cells.map(({ count }) => (blank ? null : count)),
  });
const copies = (count: number): SafeTable[] =>
  Array.from({ length: count }, (_, at) => copy(byAge, `copy-${String(at)}`));

describe('a chapter of the report', () => {
  it('draws every table where there are few, those with the fewest groups first', () => {
    const { figures, further, blank } = chapterOf([byGenderAndAge, byAge]);
    expect(figures.map(({ table }) => table.id)).toEqual([byAge.id, byGenderAndAge.id]);
    expect([further, blank]).toEqual([[], []]);
  });

  it('draws a limited number, and leads to the rest in the order of the plan', () => {
    const { figures, further } = chapterOf([byGenderAndAge, ...copies(MOST_PICTURED + 2)]);
    expect(figures).toHaveLength(MOST_PICTURED);
    expect(figures.every(({ table }) => table.breakdown.length === byAge.breakdown.length)).toBe(true);
    expect(further.map(({ table }) => table.id)).toEqual([
      `copy-${String(MOST_PICTURED)}`,
      `copy-${String(MOST_PICTURED + 1)}`,
      byGenderAndAge.id,
    ]);
    expect(further.map(({ path }) => path).at(-1)).toContain('by=gender%7Eage');
  });

  it('does not count tables of which nothing can be drawn', () => {
    const blanks = ['a', 'b', 'c'].map((id) => copy(byAge, id, true));
    const { figures, further, blank } = chapterOf([...blanks, ...copies(MOST_PICTURED)]);
    expect([figures.length, further.length, blank.length]).toEqual([MOST_PICTURED, 0, 3]);
  });
});
