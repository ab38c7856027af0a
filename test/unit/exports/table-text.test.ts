import { describe, expect, it } from 'vitest';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { BLANK, tableText } from '../../../server/exports/table-text.js';
import { formatFor } from '../../../server/http/format.js';
import { variable } from '../disclosure/miniature.js';

const office = variable('office', 'identifying', ['a', 'b']);
const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
const words = {
  answer: 'Answer',
  count: 'Count',
  share: 'Share',
  size: 'Size',
  base: 'Base',
  blank: 'not shown',
};
const blank = { sign: BLANK, spoken: 'not shown' };
const textOf = (breakdown: (typeof office)[], content: (number | null)[]) =>
  tableText(
    mintSafeTable({ shape: { id: 't', breakdown, indicator: said }, k: 5, content }),
    'en',
    formatFor('en'),
    words,
  );

describe('a table in words', () => {
  it('has one sign for every blank, with words for those who do not see it', () => {
    const { rows } = textOf([office], [null, 30, null, 40, 20, null, null, 50, 30, 50, 10, 90]);
    expect(rows).toEqual([
      ['Total', '90', '80', '30 (37.5%)', '50 (62.5%)', '10'],
      ['a (en)', '40', blank, blank, '30', blank],
      ['b (en)', '50', blank, '20', blank, blank],
    ]);
  });

  it('without groups: the same in the columns of counts and shares', () => {
    const { rows } = textOf([], [null, 30, null, 40]);
    expect(rows).toEqual([
      ['yes (en)', blank, blank],
      ['no (en)', '30', blank],
      ['na (en)', blank, ''],
      ['Base', blank, ''],
      ['Size', '40', ''],
    ]);
  });

  it('never has a zero in the place of a blank', () => {
    const shown = [
      textOf(
        [office],
        Array.from({ length: 12 }, () => null),
      ),
      textOf([], [null, null, null, null]),
    ];
    for (const { rows, numeric } of shown)
      expect(rows.flatMap((row) => numeric.map((at) => row[at])).filter((cell) => cell !== '')).toEqual(
        expect.arrayContaining([blank]),
      );
    expect(JSON.stringify(shown.map(({ rows }) => rows))).not.toMatch(/\d/);
  });
});
