import { afterAll, describe, expect, it } from 'vitest';
import { familyOfOrder } from '../../server/disclosure/family.js';
import { protectCube } from '../../server/disclosure/protect-cube.js';
import { baseOf, shareOf } from '../../server/disclosure/shares.js';
import { mintSafeTable, type SafeTable } from '../../server/disclosure/safe-table.js';
import { cellCodes, TOTAL } from '../../server/disclosure/table-shape.js';
import { makeHighsSolver } from '../../server/solver/highs-solver.js';
import type { Told } from '../support/attack-tables.js';
import {
  calculate,
  cellsOf,
  cubeOf,
  dimension,
  everyPolicy,
  expectNothingFound,
  naive,
  naiveHidingZeros,
  ours,
  policiesWith,
  restOf,
  subtract,
  ways,
} from '../support/attack-tables.js';
import { makeProtectBench, realEngine } from '../unit/cli/protect-run.js';
import { variable } from '../unit/disclosure/miniature.js';

/**
 * The attacks of the disclosure design on answers, and on what surrounds the counts: 11 to 16 and 18, each shown to find
 * its secret in a naive release.
 */

const solver = makeHighsSolver();
afterAll(() => solver.close());

const office = dimension('office', 'a b');
const said = dimension('said', 'yes no');

describe('11 a cell nobody tabulated: all margins of two variables give combinations of three away', () => {
  const three = [dimension('sex', 'w m'), dimension('age', '20 30'), dimension('answer', 'y n')];
  const people = { 'w 20 y': 1, 'm 20 n': 9, 'w 30 n': 8, 'm 30 n': 7 };
  const k = 5;
  const inPairs = cubeOf(familyOfOrder(three, 2), people);
  /** If all of 30 and all men said no, everybody who did not is a woman of 20. */
  const attack = (told: Told): number | null =>
    calculate(told, ['m'], ['m n']) === 0 && calculate(told, ['30'], ['30 n']) === 0
      ? calculate(told, [''], ['n'])
      : null;

  it('finds w20y = 1 in naive tables, whether they hide zeros or not', () => {
    expect(attack(naive(inPairs, k))).toBe(1);
    expect(attack(naiveHidingZeros(inPairs, k))).toBe(1);
  });
  it.each(ways(everyPolicy(k)))('finds nothing: %s', async (_, policy) => {
    const told = ours(inPairs, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(inPairs, told, policy, solver);
  });

  /** Every pair of codes has k people or more, but nobody is a woman under 30 who said yes, or a man over 30 who said no. */
  const safePairs = {
    ...{ 'w 20 n': 9, 'm 20 y': 9, 'm 20 n': 9 },
    ...{ 'w 30 y': 9, 'w 30 n': 9, 'm 30 y': 9 },
  };
  /** m30n = n30 - w30n = n30 - w30 + wy - w20y is not negative, so that w20y is no more than this. */
  const mostOf = (told: Told) => calculate(told, ['30 n', 'w y'], ['w 30']);

  it.each(ways(everyPolicy(k)))(
    'is a limit: the promise is for combinations that are in the family, not for others: %s',
    (_, policy) => {
      const cube = cubeOf(familyOfOrder(three, 2), safePairs);
      const told = ours(cube, policy);
      expect(cellsOf(cube.family).filter((cell) => told(cell) === null)).toEqual([]);
      expect(mostOf(told)).toBe(0);
    },
  );
  it.each(ways(policiesWith(k, 'unsafe')))(
    'finds nothing where the combination is in the family: %s',
    async (_, policy) => {
      const cube = cubeOf(familyOfOrder(three, 3), safePairs);
      expect(mostOf(naive(cube, k))).toBe(0);
      const told = ours(cube, policy);
      const most = mostOf(told);
      if (most !== null) expect(most).toBeGreaterThan(0);
      await expectNothingFound(cube, told, policy, solver);
    },
  );
});

describe('12 homogeneity: all seven of office a said no', () => {
  const k = 5;
  const cube = cubeOf(familyOfOrder([office, said], 2), { 'a no': 7, 'b yes': 20, 'b no': 20 });
  /** Whether everybody of the office is known to have said the same. */
  const attack = (told: Told): boolean => calculate(told, ['a'], ['a no']) === 0 || told('a yes') === 0;

  it.each([
    ['that shows zeros', naive(cube, k)],
    ['that hides zeros like small counts', naiveHidingZeros(cube, k)],
  ])('finds what all of them said in a naive release %s', (_, told) => {
    expect(attack(told)).toBe(true);
  });
  it.each(ways(policiesWith(k, 'unsafe')))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBe(false);
    await expectNothingFound(cube, told, policy, solver);
  });
  it.each(ways(policiesWith(k, 'published')))(
    'is a limit where zeros are told, which tells what nobody said: %s',
    (_, policy) => {
      expect(ours(cube, policy)('a yes')).toBe(0);
    },
  );
});

describe('13 all but one: one of nine in office b said yes', () => {
  const k = 5;
  const cube = cubeOf(familyOfOrder([office, said], 2), { 'a yes': 20, 'a no': 20, 'b yes': 1, 'b no': 8 });
  /** How many of the others the one who said yes is unsure of. */
  const attack = (told: Told) => calculate(told, ['b'], ['b no']);

  it('tells the one what all the others said in a naive release', () => {
    expect((attack(naive(cube, k)) ?? NaN) - 1).toBe(0);
  });
  it.each(ways(everyPolicy(k)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('14 insider: 20 = 18 + x + x, and I am one of the two', () => {
  const k = 5;
  const cube = cubeOf(familyOfOrder([dimension('area', 'a b c')], 1), { a: 18, b: 1, c: 1 });
  /** People of the blanks whose place is open for me, who am in one of them, where no blank is zero. */
  const attack = (told: Told): number => {
    const rest = restOf(told, '', ['a', 'b', 'c']);
    return rest === null ? Infinity : rest.people - 1 - (rest.blanks - 1);
  };

  it('finds where the other one is in a naive release', () => {
    expect(restOf(naive(cube, k), '', ['a', 'b', 'c'])).toEqual({ people: 2, blanks: 2 });
    expect(attack(naive(cube, k))).toBe(0);
  });
  it.each(ways(everyPolicy(k)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeGreaterThan(0);
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('15 shares: "14.3 % of 7" is one person', () => {
  const k = 5;
  const answers = dimension('said', 'yes no na');
  const cube = cubeOf(familyOfOrder([office, answers], 2), {
    ...{ 'a yes': 1, 'a no': 6, 'a na': 20 },
    ...{ 'b yes': 20, 'b no': 30, 'b na': 20 },
  });
  const shape = {
    id: 't',
    breakdown: [variable('office', 'identifying', ['a', 'b'])],
    indicator: variable('said', 'sensitive', ['yes', 'no', 'na']),
  };
  const tableOf = (told: Told): SafeTable =>
    mintSafeTable({
      shape,
      k,
      content: cellCodes(shape).map((codes) => told(codes.filter((code) => code !== TOTAL).join(' '))),
    });

  /** Those of office a who said yes, from the share of those who said no: the rest of the base. */
  const attack = (told: Told): number | null => {
    const no = shareOf(tableOf(told), [['a']], ['no']);
    return no === null ? null : Math.round((1 - Math.round(no.share * 1000) / 1000) * no.base);
  };

  it('finds one person in a rounded share and its base, taken from naive tables', () => {
    const told = naiveHidingZeros(cube, k);
    expect(told('a yes')).toBeNull();
    expect(shareOf(tableOf(told), [['a']], ['no'])?.share.toFixed(3)).toBe('0.857');
    expect(attack(told)).toBe(1);
  });
  it.each(ways(policiesWith(k, 'unsafe')))('finds no share of what is blank: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    const table = tableOf(told);
    const shares = ['a', 'b', TOTAL].flatMap((group) =>
      ['yes', 'no'].map((code) => {
        const count = told([group, code].filter((word) => word !== TOTAL).join(' '));
        return { count, base: baseOf(table, [group]), share: shareOf(table, [[group]], [code]) };
      }),
    );
    for (const { count, base, share } of shares)
      expect(share?.count ?? null).toBe(base === null ? null : count);
    // The shares of everybody are there: what is blank in the offices does not take them away.
    expect(shares.filter(({ share }) => share !== null)).not.toEqual([]);
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('16 pattern: what is blank, and in which order', () => {
  const family = familyOfOrder([dimension('office', 'a b c'), said], 2);
  const people = { 'a yes': 2, 'a no': 30, 'b yes': 40, 'b no': 30, 'c yes': 35, 'c no': 50 };
  const backwards = Object.fromEntries(Object.entries(people).reverse());

  it.each(ways(everyPolicy(5)))('the order of the ballots leaves no trace: %s', (_, policy) => {
    const [one, other] = [people, backwards].map((each) => protectCube(cubeOf(family, each), policy));
    expect(other).toEqual(one);
  });

  it('a file has the same blank for the small cell and for those that are blank for its sake', async () => {
    const rows = Object.entries(people).flatMap(([codes, number]) =>
      Array.from({ length: number }, () => codes.replace(' ', ',')),
    );
    const bench = makeProtectBench(realEngine);
    try {
      const files: string[] = [];
      for (const order of [rows, [...rows].reverse()]) {
        const text = ['office,said', ...order, ''].join('\n');
        expect(await bench.run(text, 'office,said', '--order', '2', '--k', '5', '--force')).toBe(0);
        files.push(bench.read('tables.csv'));
      }
      expect(files[1]).toBe(files[0]);
      const cells = (files[0] ?? '').trim().split('\n').slice(1);
      const untold = cells.filter((cell) => !/^\w+,\w+,\d+$/.test(cell));
      expect(untold).toContain('a,yes,');
      expect(untold.length).toBeGreaterThan(1);
      for (const cell of untold) expect(cell).toMatch(/^\w+,\w+,$/);
    } finally {
      bench.remove();
    }
  });
});

describe('18 item non-response as the last category: 52 = 20 + 30 + x', () => {
  const k = 5;
  const cube = cubeOf(familyOfOrder([dimension('said', 'yes no na')], 1), { yes: 20, no: 30, na: 2 });
  const attack = (told: Told) => subtract(told, '', ['yes', 'no', 'na']);

  it('finds the two who did not answer in a naive release', () => {
    expect(attack(naive(cube, k))).toBe(2);
  });
  it.each(ways(everyPolicy(k)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});
