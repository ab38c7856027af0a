import { describe, expect, it } from 'vitest';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { baseOf, shareOf } from '../../../server/disclosure/shares.js';
import { variable } from './miniature.js';

const answer = variable('answer', 'sensitive', ['yes', 'no', 'na', 'not_asked']);
const shape = { id: 't', breakdown: [], indicator: answer };
/** Counts of yes, no, "keine Angabe", not asked, and all. */
const tableOf = (...content: (number | null)[]) => mintSafeTable({ shape, k: 5, content });

describe('shares', () => {
  it('are taken of those who answered', () => {
    const table = tableOf(20, 60, 15, 5, 100);
    expect(baseOf(table, [])).toBe(80);
    expect(shareOf(table, [], ['yes'])).toEqual({ count: 20, base: 80, share: 0.25 });
    expect(shareOf(table, [], ['yes', 'no'])?.share).toBe(1);
  });

  it('do not exist for codes that are no answer', () => {
    expect(shareOf(tableOf(20, 60, 15, 5, 100), [], ['na'])).toBeNull();
    expect(shareOf(tableOf(20, 60, 15, 5, 100), [], [])).toBeNull();
  });

  it('use the base that published counts determine, whichever way', () => {
    expect(baseOf(tableOf(20, 60, null, null, 100), [])).toBe(80);
    expect(baseOf(tableOf(20, null, 15, 5, 100), [])).toBe(80);
    expect(baseOf(tableOf(80, null, 20, null, 100), [])).toBe(80);
  });

  it('do not exist where a blank could hold somebody', () => {
    const table = tableOf(20, null, 15, null, 100);
    expect(baseOf(table, [])).toBeNull();
    expect(shareOf(table, [], ['yes'])).toBeNull();
    expect(shareOf(tableOf(20, null, 15, 5, 100), [], ['no'])).toBeNull();
    expect(shareOf(tableOf(20, 60, 15, 5, null), [], ['yes'])).toBeNull();
  });

  it('do not exist where nobody answered', () => {
    expect(shareOf(tableOf(null, null, 50, 50, 100), [], ['yes'])).toBeNull();
  });

  it('do not exist in a withheld table', () => {
    const withheld = mintSafeTable({ shape, k: 5, content: 'unsafe-cells' });
    expect(baseOf(withheld, [])).toBeNull();
    expect(shareOf(withheld, [], ['yes'])).toBeNull();
  });
});
