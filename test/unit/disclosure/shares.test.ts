import { describe, expect, it } from 'vitest';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { baseOf, readingOf, shareOf } from '../../../server/disclosure/shares.js';
import { variable } from './miniature.js';

const answer = variable('answer', 'sensitive', ['yes', 'no', 'na', 'not_asked']);
const shape = { id: 't', breakdown: [], indicator: answer };
/** Counts of yes, no, "keine Angabe", not asked, and all. */
const tableOf = (...content: (number | null)[]) => mintSafeTable({ shape, k: 5, content });

describe('shares', () => {
  it('are taken of those who answered', () => {
    const table = tableOf(20, 60, 15, 5, 100);
    expect(baseOf(table, [])).toBe(80);
    expect(shareOf(table, [[]], ['yes'])).toEqual({ count: 20, base: 80, share: 0.25 });
    expect(shareOf(table, [[]], ['yes', 'no'])?.share).toBe(1);
  });

  it('do not exist for codes that are no answer', () => {
    expect(shareOf(tableOf(20, 60, 15, 5, 100), [[]], ['na'])).toBeNull();
    expect(shareOf(tableOf(20, 60, 15, 5, 100), [[]], [])).toBeNull();
  });

  it('use the base that published counts determine, whichever way', () => {
    expect(baseOf(tableOf(20, 60, null, null, 100), [])).toBe(80);
    expect(baseOf(tableOf(20, null, 15, 5, 100), [])).toBe(80);
    expect(baseOf(tableOf(80, null, 20, null, 100), [])).toBe(80);
  });

  it('do not exist where a blank could hold somebody', () => {
    const table = tableOf(20, null, 15, null, 100);
    expect(baseOf(table, [])).toBeNull();
    expect(shareOf(table, [[]], ['yes'])).toBeNull();
    expect(shareOf(tableOf(20, null, 15, 5, 100), [[]], ['no'])).toBeNull();
    expect(shareOf(tableOf(20, 60, 15, 5, null), [[]], ['yes'])).toBeNull();
  });

  it('do not exist where nobody answered', () => {
    expect(shareOf(tableOf(null, null, 50, 50, 100), [[]], ['yes'])).toBeNull();
  });

  it('do not exist in a withheld table', () => {
    const withheld = mintSafeTable({ shape, k: 5, content: 'unsafe-cells' });
    expect(baseOf(withheld, [])).toBeNull();
    expect(shareOf(withheld, [[]], ['yes'])).toBeNull();
  });

  describe('of several groups taken together', () => {
    const age = variable('age', 'identifying', ['u30', '30_39', '40p']);
    const yesNo = variable('answer', 'sensitive', ['yes', 'no']);
    const content = [10, 30, 40, 20, 20, 40, 15, 45, 60, 45, 95, 140];
    const byAge = mintSafeTable({ shape: { id: 't', breakdown: [age], indicator: yesNo }, k: 5, content });

    it('are the sum of counts over the sum of bases', () => {
      expect(shareOf(byAge, [['u30'], ['30_39']], ['yes'])).toEqual({ count: 30, base: 80, share: 0.375 });
      expect(shareOf(byAge, [['total']], ['yes'])?.share).toBe(45 / 140);
    });

    it('do not exist where one of the groups is unknown', () => {
      expect(shareOf(byAge, [['u30'], ['under20']], ['yes'])).toBeNull();
    });
  });

  it('of group sizes are read within the other breakdown variables', () => {
    const sizes = { id: 't', breakdown: [variable('sex', 'identifying', ['w', 'm', 'na'])], indicator: null };
    const table = mintSafeTable({ shape: sizes, k: 5, content: [60, 30, 10, 100] });
    expect(readingOf(table)).toMatchObject({ groups: [], subject: { id: 'sex' } });
    expect(shareOf(table, [[]], ['w'])).toEqual({ count: 60, base: 90, share: 60 / 90 });
  });
});
