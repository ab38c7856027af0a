import { describe, expect, it } from 'vitest';
import { informationOf } from '../../../server/disclosure/information.js';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { variable } from './miniature.js';

const office = variable('office', 'identifying', ['a', 'b']);
const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
const shape = { id: 't', breakdown: [office], indicator: said };
const content = [null, 30, null, 40, 20, null, null, 50, 30, 50, 10, 90];
const partial = mintSafeTable({ shape, k: 5, content });
const whole = mintSafeTable({ shape, k: 5, content: content.map((count) => count ?? 10) });
const withheld = mintSafeTable({ shape, k: 5, content: 'unsafe-cells' });

describe('the information that a table tells', () => {
  it('is its told cells, margins included, of all its cells', () => {
    expect(informationOf(partial)).toEqual({ told: 8, cells: 12 });
    expect(informationOf(whole)).toEqual({ told: 12, cells: 12 });
  });

  it('is nothing where the table is withheld, of as many cells as it would have', () => {
    expect(informationOf(withheld)).toEqual({ told: 0, cells: 12 });
  });

  it('adds up over tables', () => {
    expect(informationOf(partial, whole, withheld)).toEqual({ told: 20, cells: 36 });
    expect(informationOf()).toEqual({ told: 0, cells: 0 });
  });
});
