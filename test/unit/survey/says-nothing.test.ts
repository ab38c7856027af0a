import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { saysNothing } from '../../../server/survey/variables.js';

const bremen = shippedInstruments().find(({ id }) => id === 'hb-vielfalt-folgebefragung');
if (bremen === undefined) throw new Error('the Bremen instrument is missing');

describe('a code that holds nothing but refusals', () => {
  it.each([
    ['status', 'na', true],
    ['status', 'other', false],
    ['mh_mikrozensus', 'na', true],
    ['mh_mikrozensus', 'no', false],
    ['climate.belong', 'na', true],
    // Declined consent hides the whole page.
    ['self_declared', 'not_asked', true],
    // A condition decides here: who was not asked is no trainee.
    ['pay_band', 'not_asked', false],
    // The condition of an item behind consent says where somebody was born.
    ['immigration_period', 'not_asked', false],
    // "divers" and "kein Eintrag" are counted together with the refusals.
    ['gender', 'na', false],
    ['pay_band', 'dk', false],
  ])('%s = %s: %s', (variable, code, expected) => {
    expect(saysNothing(bremen, variable, code)).toBe(expected);
  });

  it('knows no unknown variable', () => {
    expect(() => saysNothing(bremen, 'salary', 'na')).toThrow(/salary/);
  });
});
