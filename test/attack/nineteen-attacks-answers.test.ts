import { afterAll, describe, expect, it } from 'vitest';
import { checkProtection } from '../../server/disclosure/check-protection.js';
import { familyOfOrder } from '../../server/disclosure/family.js';
import type { Policy } from '../../server/disclosure/policy.js';
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
} from '../support/attack-tables.js';
import { makeProtectBench } from '../unit/cli/protect-run.js';
import { variable } from '../unit/disclosure/miniature.js';

/**
 * The attacks of the disclosure design on answers, and on what surrounds the counts: 11 to 16 and 18, each shown to find
 * its secret in a naive release.
 */

const solver = makeHighsSolver();
afterAll(() => solver.close());

const nameOf = ({ guarantee, zeros }: Policy): string => `${guarantee}, zeros ${zeros}`;
const ways = (policies: Policy[]) => policies.map((policy) => [nameOf(policy), policy] as const);

const office = dimension('office', 'a b');
const said = dimension('said', 'yes no');

describe('11 a cell nobody tabulated: all margins of two variables give combinations of three away', () => {
  const three = [dimension('sex', 'w m'), dimension('age', '20 30'), dimension('answer', 'y n')];
  const people = { 'w 20 y': 1, 'm 20 n': 9, 'w 30 n': 8, 'm 30 n': 7 };
  const k = 5;
  const inPairs = cubeOf(familyOfOrder(three, 2), people);
  /** Nobody of 30 and no man said yes, so that all who did are women of 20. */
  const attack = (told: Told): number | null =>
    told('m y') === 0 && told('30 y') === 0 ? calculate(told, [''], ['n']) : null;

  it('finds w20y = 1 in naive tables', () => {
    expect(attack(naive(inPairs, k))).toBe(1);
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

  it('finds one person in a rounded share and its base', () => {
    const share = Math.round((1 / 7) * 1000) / 1000;
    expect([share, Math.round(share * 7)]).toEqual([0.143, 1]);
  });
  it.each(ways(policiesWith(k, 'unsafe')))('finds no share of what is blank: %s', (_, policy) => {
    const told = ours(cube, policy);
    const table = tableOf(told);
    expect(told('a yes')).toBeNull();
    expect(shareOf(table, [['a']], ['yes'])).toBeNull();
    let shares = 0;
    for (const group of ['a', 'b', TOTAL])
      for (const code of ['yes', 'no']) {
        const share = shareOf(table, [[group]], [code]);
        const count = told([group, code].filter((word) => word !== TOTAL).join(' '));
        if (count === null || baseOf(table, [group]) === null) expect(share).toBeNull();
        else {
          expect(share?.count).toBe(count);
          shares += 1;
        }
      }
    // All of these shares must not be missing: everybody's answers are numerous enough.
    expect(shares).toBeGreaterThan(0);
    // A group that is pieced together is no way round a blank.
    expect(shareOf(table, [['a'], ['b']], ['yes'])).toBeNull();
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

  it('finds the small cell among the blanks that a naive file flags, but not in ours: all are alike', async () => {
    const rows = Object.entries(people).flatMap(([codes, number]) =>
      Array.from({ length: number }, () => codes.replace(' ', ',')),
    );
    const blanksOf = (file: string): string[] =>
      file
        .split('\n')
        .flatMap((line) => /^(.*),\D*$/.exec(line)?.[1] ?? [])
        .slice(1);
    const bench = makeProtectBench({ protectCube, checkProtection });
    const files = [];
    try {
      for (const order of [rows, [...rows].reverse()]) {
        const text = ['office,said', ...order, ''].join('\n');
        expect(await bench.run(text, 'office,said', '--order', '2', '--k', '5', '--force')).toBe(0);
        files.push(bench.read('tables.csv'));
      }
    } finally {
      bench.remove();
    }
    const [file = '', again] = files;
    expect(again).toBe(file);
    const blank = file.split('\n').filter((line) => line.startsWith('a,yes') || /,$/.test(line));
    // One of them is small, the others are blank for its sake; nothing but the codes differs.
    expect(blank.length).toBeGreaterThan(1);
    expect(blanksOf(file)).toContain('a,yes');
    expect(new Set(blank.map((line) => line.split(',').slice(2).join()))).toEqual(new Set(['']));
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
