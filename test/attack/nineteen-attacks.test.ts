import { afterAll, describe, expect, it } from 'vitest';
import { familyOfOrder } from '../../server/disclosure/family.js';
import { protectCube } from '../../server/disclosure/protect-cube.js';
import { makeHighsSolver } from '../../server/solver/highs-solver.js';
import type { Rest, Told } from '../support/attack-tables.js';
import {
  calculate,
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

/**
 * The attacks of the disclosure design on group sizes, in miniature: 1 to 9 and 17. What an attacker calculates finds the
 * secret in a naive release, and nothing in what the engine publishes. The others are in nineteen-attacks-answers.test.ts;
 * forged requests and wrongly declared zeros (19) in wave-release.test.ts and test/privacy.
 */

const solver = makeHighsSolver();
afterAll(() => solver.close());

/** Nobody, or at least k people. */
function expectNotFew(rest: Rest | null, k: number): void {
  if (rest !== null && rest.people !== 0) expect(rest.people).toBeGreaterThanOrEqual(k);
}

describe('1 subtraction: 20 = 18 + x', () => {
  const cube = cubeOf(familyOfOrder([dimension('office', 'a b')], 1), { a: 18, b: 2 });
  const attack = (told: Told) => subtract(told, '', ['a', 'b']);

  it('finds 2 people in a naive release', () => {
    expect(attack(naive(cube, 5))).toBe(20 - 18);
  });
  it.each(ways(everyPolicy(5)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('2 hierarchy: a department of 60 = 30 + 27 + x', () => {
  const offices = dimension('office', 'd1 d2 d3 e1 e2', 'd d d e e');
  const cube = cubeOf(familyOfOrder([offices], 1), { d1: 30, d2: 27, d3: 3, e1: 20, e2: 20 });
  const attack = (told: Told) => subtract(told, 'd', ['d1', 'd2', 'd3']);

  it('finds 3 people in a naive release', () => {
    expect(attack(naive(cube, 10))).toBe(60 - 30 - 27);
  });
  it.each(ways(everyPolicy(10)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('3 isolated remainder: k = 11, 23 = 15 + x + x', () => {
  const cube = cubeOf(familyOfOrder([dimension('office', 'a b c')], 1), { a: 15, b: 5, c: 3 });
  const attack = (told: Told) => restOf(told, '', ['a', 'b', 'c']);

  it('finds a group of 8 in a naive release', () => {
    expect(attack(naive(cube, 11))).toEqual({ people: 23 - 15, blanks: 2 });
  });
  it.each(ways(everyPolicy(11)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expectNotFew(attack(told), 11);
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('4 ones, where zeros are shown: 15 = 10 + 3 + x + x', () => {
  const cube = cubeOf(familyOfOrder([dimension('office', 'a b c d')], 1), { a: 10, b: 3, c: 1, d: 1 });
  /** Blanks that are not zero hold one person each if there are no more people than blanks. */
  const attack = (told: Told): number | null => {
    const rest = restOf(told, '', ['a', 'b', 'c', 'd']);
    return rest !== null && rest.people === rest.blanks ? 1 : null;
  };

  it('finds two groups of one in a naive release', () => {
    expect(restOf(naive(cube, 3), '', ['a', 'b', 'c', 'd'])).toEqual({ people: 2, blanks: 2 });
    expect(attack(naive(cube, 3))).toBe(1);
  });
  it.each(ways(everyPolicy(3)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('5 hidden zeros: 7 = 7 + x + x', () => {
  const cube = cubeOf(familyOfOrder([dimension('said', 'a b c')], 1), { a: 7 });
  /** Blanks that nobody is left for are empty. */
  const attack = (told: Told): number | null => (restOf(told, '', ['a', 'b', 'c'])?.people === 0 ? 0 : null);

  it('finds both zeros in a release that hides them naively', () => {
    expect(attack(naiveHidingZeros(cube, 3))).toBe(0);
  });
  it.each(ways(policiesWith(3, 'unsafe')))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('6 a flag that tells why: k = 5, 38 = 30 + p + p', () => {
  const k = 5;
  const cube = cubeOf(familyOfOrder([dimension('office', 'a b c')], 1), { a: 30, b: 4, c: 4 });
  /** What a blank may be, if each of them is known to hold `most` at most. */
  const attack = (told: Told, most: number): [least: number, most: number] | null => {
    const rest = restOf(told, '', ['a', 'b', 'c']);
    if (rest === null) return null;
    return [Math.max(0, rest.people - (rest.blanks - 1) * most), Math.min(most, rest.people)];
  };

  it('finds 4 and 4 in a release that flags its small cells', () => {
    expect(attack(naive(cube, k), k - 1)).toEqual([4, 4]);
  });
  it.each(ways(everyPolicy(k)))(
    'finds no flag beside a blank that is there for the sake of another: %s',
    (_, policy) => {
      const family = familyOfOrder([dimension('office', 'a b c')], 1);
      const { published, ...rest } = protectCube(cubeOf(family, { a: 30, b: 2, c: 9 }), policy);
      expect([...published].filter((told) => told === 0).length).toBeGreaterThan(1);
      expect(new Set(published)).toEqual(new Set([0, 1]));
      expect(Object.keys(rest)).toEqual(['worlds']);
    },
  );
  it.each(ways(everyPolicy(k)))('finds nothing without a flag: %s', async (_, policy) => {
    const told = ours(cube, policy);
    const [least, most] = attack(told, Infinity) ?? [0, Infinity];
    expect(least).toBe(0);
    expect(most).toBeGreaterThanOrEqual(k);
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('7 linked tables: L + M = 6 in a second table', () => {
  const columns = dimension('column', 'c1 c2 c3 c4', 'outer inner inner outer');
  const family = familyOfOrder([dimension('row', 'r1 r2'), columns], 2);
  const cube = cubeOf(family, {
    ...{ 'r1 c1': 2, 'r1 c2': 2, 'r1 c3': 8, 'r1 c4': 8 },
    ...{ 'r2 c1': 3, 'r2 c2': 3, 'r2 c3': 3, 'r2 c4': 7 },
  });
  const attack = (told: Told) => calculate(told, ['r2'], ['r2 c4', 'r2 inner']);

  it('finds K = 3 in naive tables, though five cells are blank', () => {
    const told = naive(cube, 5);
    expect(restOf(told, 'r2', ['r2 c1', 'r2 c2', 'r2 c3', 'r2 c4'])).toEqual({ people: 9, blanks: 3 });
    expect(attack(told)).toBe(16 - 7 - 6);
  });
  it.each(ways(everyPolicy(5)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('8 filter: an office of 14, "permanent only" 13', () => {
  const family = familyOfOrder([dimension('office', 'a b'), dimension('contract', 'permanent fixed')], 2);
  const cube = cubeOf(family, { 'a permanent': 13, 'a fixed': 1, 'b permanent': 30, 'b fixed': 30 });
  const attack = (told: Told) => calculate(told, ['a'], ['a permanent']);

  it('finds the one person in naive tables', () => {
    expect(attack(naive(cube, 10))).toBe(1);
  });
  it.each(ways(everyPolicy(10)))('finds nothing: %s', async (_, policy) => {
    const told = ours(cube, policy);
    expect(attack(told)).toBeNull();
    await expectNothingFound(cube, told, policy, solver);
  });
});

describe('9 overlapping code lists: under 20 are 6, under 25 are 7', () => {
  const ages = dimension('age', '15-19 20-24 25-99', 'u20 o20 o20', 'u25 u25 o25');
  const cube = cubeOf(familyOfOrder([ages], 1), { '15-19': 6, '20-24': 1, '25-99': 30 });
  /** Three ways to the people between 20 and 24. */
  const attack = (told: Told): (number | null)[] => [
    calculate(told, ['u25'], ['u20']),
    calculate(told, ['o20'], ['o25']),
    calculate(told, [''], ['u20', 'o25']),
  ];

  it('finds the one person of 20 to 24 in naive tables', () => {
    expect(attack(naive(cube, 5))).toEqual([1, 1, 1]);
  });
  it.each(ways(everyPolicy(5)))('finds nothing: %s', (_, policy) => {
    expect(attack(ours(cube, policy))).toEqual([null, null, null]);
  });
});

describe('17 cycles of blanks', () => {
  const rows = dimension('row', 'r1 r2 r3 r4');
  const family = familyOfOrder([rows, dimension('column', 'c1 c2 c3 c4')], 2);
  const table = (counts: number[][]) =>
    cubeOf(
      family,
      Object.fromEntries(
        counts.flatMap((row, r) =>
          row.map((count, c) => [`r${String(r + 1)} c${String(c + 1)}`, count] as const),
        ),
      ),
    );
  const blanksOfRow = (told: Told, row: string) =>
    restOf(
      told,
      row,
      ['c1', 'c2', 'c3', 'c4'].map((column) => `${row} ${column}`),
    );

  /** Rows 1 and 2 minus columns 1 and 2: what is left of the two rows in columns 3 and 4. */
  const attack = (told: Told, more: string[]): number | null =>
    calculate(
      told,
      ['r1', 'r2', 'r3 c1', 'r3 c2', 'r4 c1', 'r4 c2'],
      ['r1 c3', 'r1 c4', ...more, 'c1', 'c2'],
    );

  const one = table([
    [4, 6, 20, 20],
    [5, 6, 3, 20],
    [20, 20, 8, 7],
    [20, 20, 8, 7],
  ]);
  const inCycles = ['r1 c1', 'r1 c2', 'r2 c1', 'r2 c2', 'r3 c3', 'r3 c4', 'r4 c3', 'r4 c4'];

  it('finds 3 people where every row and every column has two blanks or more', () => {
    const told = naive(one, 5, ...inCycles);
    for (const row of ['r1', 'r2', 'r3', 'r4']) expect(blanksOfRow(told, row)?.blanks).toBeGreaterThan(1);
    expect(attack(told, ['r2 c4'])).toBe(3);
  });
  it.each(ways(everyPolicy(5)))('finds nothing: %s', async (_, policy) => {
    const told = ours(one, policy);
    expect(attack(told, ['r2 c4'])).toBeNull();
    await expectNothingFound(one, told, policy, solver);
  });

  const pair = table([
    [4, 6, 20, 20],
    [5, 6, 3, 1],
    [20, 20, 8, 7],
    [20, 20, 8, 7],
  ]);

  it('finds bounds below k: two blanks that share 4 people', () => {
    const told = naive(pair, 5, ...inCycles);
    expect(attack(told, [])).toBe(3 + 1);
    expect(blanksOfRow(told, 'r2')).toEqual({ people: 15, blanks: 4 });
  });
  it.each(ways(everyPolicy(5).filter(({ guarantee }) => guarantee === 'strict')))(
    'finds no bounds below k: %s',
    async (_, policy) => {
      const told = ours(pair, policy);
      expect(attack(told, [])).toBeNull();
      await expectNothingFound(pair, told, policy, solver);
    },
  );
});
