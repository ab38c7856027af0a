import { describe, expect, it } from 'vitest';
import { checkPlan, MAX_CELLS, reservedTableIds } from '../../../server/disclosure/check-plan.js';
import { translator } from '../../../server/i18n/index.js';
import { filesBelow } from '../../support/project-files.js';
import { variable } from './miniature.js';

const codes = Array.from({ length: 59 }, (_, index) => `c${String(index)}`);
const variables = [
  variable('office', 'identifying', ['a', 'b']),
  variable('age', 'identifying', ['u30', '30p']),
  variable('migration', 'sensitive', ['yes', 'no']),
  variable('odd', 'neutral', ['total', 'b']),
  ...['w1', 'w2', 'w3'].map((id) => variable(id, 'identifying', codes)),
];
const check = (...tables: [string, string[], string | null][]) =>
  checkPlan(
    { tables: tables.map(([id, breakdown, indicator]) => ({ id, breakdown, indicator })) },
    variables,
  );

describe('checkPlan', () => {
  it('accepts groups, an indicator for everybody, and a sensitive variable as breakdown', () => {
    expect(check(['a', ['office'], null], ['b', [], 'migration'], ['c', ['migration'], 'office'])).toEqual(
      [],
    );
  });

  it.each([
    ['plan.unknownVariable', 'tables.0.breakdown.1', check(['a', ['office', 'shoe'], null])],
    ['plan.unknownVariable', 'tables.0.indicator', check(['a', ['office'], 'shoe'])],
    ['plan.indicatorInBreakdown', 'tables.0.indicator', check(['a', ['office'], 'office'])],
    ['plan.duplicateBreakdown', 'tables.0.breakdown.1', check(['a', ['office', 'office'], null])],
    ['plan.nothingToCount', 'tables.0', check(['a', [], null])],
    ['plan.duplicateId', 'tables.1.id', check(['a', ['office'], null], ['a', ['age'], null])],
    [
      'plan.duplicateTable',
      'tables.1',
      check(['a', ['office', 'age'], null], ['b', ['age', 'office'], null]),
    ],
    ['plan.reservedId', 'tables.0.id', check(['downloads', ['office'], null])],
    ['plan.reservedCode', 'tables.0.indicator', check(['a', [], 'odd'])],
    ['plan.tooManyCells', 'tables.0', check(['a', ['w1', 'w2'], 'w3'])],
  ])('finds %s at %s, in words of both languages', (key, path, faults) => {
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ key, path });
    for (const lang of ['de', 'en'] as const)
      expect(translator(lang)(key, faults[0]?.params)).not.toMatch(/[{}]/);
  });

  it('reports every fault, not only the first', () => {
    const faults = check(['a', ['shoe'], 'hat'], ['a', ['office'], 'office']);
    expect(faults.map(({ key }) => key)).toEqual([
      'plan.unknownVariable',
      'plan.unknownVariable',
      'plan.indicatorInBreakdown',
      'plan.duplicateId',
    ]);
  });

  it('counts margins when it limits the size of a table', () => {
    expect(60 ** 3).toBeGreaterThan(MAX_CELLS);
    expect(check(['a', ['w1', 'w2'], null])).toEqual([]);
  });
});

it('every page beside the tables of a wave has a name that no table can have', () => {
  const pages = [...filesBelow('server/report', ['.ts']).values()].flatMap((text) =>
    [...text.matchAll(/\/results\/:waveId\/([a-z-]+)['/]/g)].map(([, name]) => name ?? ''),
  );
  expect(pages).toEqual(expect.arrayContaining(['downloads', 'files', 'package']));
  expect(pages.filter((name) => !reservedTableIds.has(name))).toEqual([]);
});
