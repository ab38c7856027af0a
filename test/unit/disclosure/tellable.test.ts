import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import type { Expected } from '../../../server/disclosure/plan-preview.js';
import { MOST_TRIED, tellable } from '../../../server/disclosure/tellable.js';
import { variablesOf } from '../../../server/survey/variables.js';
import { table, variable } from './miniature.js';

const opinion = variable('opinion', 'neutral', ['yes', 'no']);
const even: Expected = { id: 'opinion', codes: ['yes', 'no'], shares: [0.5, 0.5] };

function told(participants: number, expected = even, k = 10): number {
  const plan = { tables: [table('', 'opinion')] };
  return tellable(plan, [opinion], [expected], { participants, k }).told;
}

describe('what a small wave could tell', () => {
  it('is nothing of fewer people than k, and their number from k on', () => {
    expect(told(9)).toBe(0);
    expect(told(12)).toBeGreaterThan(0);
    expect(told(12)).toBeLessThanOrEqual(1);
  });

  it('is everything once both answers have k people', () => {
    expect(told(60)).toBe(3);
    expect(told(60, even, 40)).toBeLessThanOrEqual(1);
  });

  it('counts on what is expected: where one answer is rare, it takes more people', () => {
    const rare: Expected = { ...even, shares: [0.9, 0.1] };
    expect(told(60, rare)).toBeLessThanOrEqual(1);
    expect(told(MOST_TRIED, rare)).toBe(3);
  });

  it('is not worked out for more people than a page can wait for', () => {
    expect(() => told(MOST_TRIED + 1)).toThrow(RangeError);
  });

  it('is hardly anything of a dozen tandems, and most of it of five cohorts', () => {
    const programme = shippedInstruments().find(({ id }) => id === 'programm-auswertung');
    if (programme === undefined) throw new Error('no instrument for programmes');
    const variables = variablesOf(programme);
    const plan = {
      tables: variables.map(({ id }) => ({ id: id.replaceAll('.', '-'), breakdown: [], indicator: id })),
    };
    const expected = variables.map(({ id, codes }) => ({
      id,
      codes: codes.map(({ code }) => code),
      shares: codes.map(({ code }) => (['na', 'not_asked'].includes(code) ? 0 : 0.5)),
    }));
    const share = (participants: number): number => {
      const { told: shown, cells } = tellable(plan, variables, expected, { participants, k: 10 });
      return shown / cells;
    };
    const most = variables.length * 3;
    const allCells = tellable(plan, variables, expected, { participants: 120, k: 10 }).cells;
    // Of a dozen mentees not even their answers to a question with two answers; their number at the most.
    expect(share(12)).toBeLessThanOrEqual(variables.length / allCells);
    expect(share(120)).toBeCloseTo(most / allCells, 1);
  });
});
