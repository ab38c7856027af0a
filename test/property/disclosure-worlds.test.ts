import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProtection } from '../../server/disclosure/check-protection.js';
import { isUnsafe } from '../../server/disclosure/policy.js';
import { protectCube } from '../../server/disclosure/protect-cube.js';
import type { Protection } from '../../server/disclosure/worlds.js';
import type { Known, Need, Tiny } from '../support/tiny-family.js';
import {
  TooManyTables,
  meets,
  needsOf,
  readerOf,
  setOf,
  tables,
  tinyCubes,
  total,
  worldOf,
} from '../support/tiny-family.js';

const STEPS = 30_000;

const dice = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 61, maxLength: 61 });

/** Throws the same dice again when all are thrown. */
function thrower(numbers: readonly number[]): () => number {
  let thrown = 0;
  return () => numbers[thrown++ % numbers.length]!;
}

/** Nothing told but zeros that have to be; one world with k people more wherever there may be any. */
function tellNothing({ cube, policy, inner, truth }: Tiny): Protection {
  const zerosTold = policy.zeros === 'published';
  const raised = inner.filter((_, position) => !zerosTold || truth[position]! > 0);
  return {
    published: Uint8Array.from(cube.counts, (count) => (zerosTold && count === 0 ? 1 : 0)),
    worlds: [raised.map((leaves) => ({ leaves, by: policy.k }))],
  };
}

/** What a release promises, confirmed without the worlds that it brings along. */
function confirm(tiny: Tiny, protection: Protection): void {
  expect(checkProtection(tiny.cube, tiny.policy, protection).faults).toEqual([]);
  expect(isolated(tiny, protection.published)).toEqual([]);
  expect(within(() => showEverything(tiny, protection.published)).unmet).toEqual([]);
}

/** Tables found so far, so that few have to be searched; and what no table at all can show. */
function showEverything(tiny: Tiny, published: Uint8Array): { found: number[][]; unmet: Need[] } {
  const reader = readerOf(tiny, published);
  const found: number[][] = [];
  const unmet = needsOf(tiny).filter((need) => {
    if (found.some((table) => meets(tiny, need, table))) return false;
    for (const known of waysToMeet(tiny, need))
      for (const table of tables(tiny, [...known, ...reader], STEPS)) {
        expect(meets(tiny, need, table)).toBe(true);
        found.push(table);
        return false;
      }
    return true;
  });
  return { found, unmet };
}

/** Leaves out the cube where trying every table takes too long; too many of them left out are a failure. */
function within<T>(search: () => T): T {
  try {
    return search();
  } catch (error) {
    if (error instanceof TooManyTables) fc.pre(false);
    throw error;
  }
}

/** Whatever meets the need, said as what would have to be so: more people, or fewer. */
function waysToMeet({ truth, members, policy }: Tiny, { cell, knows }: Need): Known[][] {
  const inside = members[cell]!;
  const record = knows === null ? [] : [{ members: [knows], least: 1, most: Infinity }];
  const count = total(truth, inside);
  if (policy.guarantee === 'strict')
    return [[{ members: inside, least: policy.k, most: Infinity }, ...record]];
  return [
    [{ members: inside, least: count + 1, most: Infinity }, ...record],
    [{ members: inside, least: 0, most: count - 1 }, ...record],
  ];
}

/** The smallest group that a subtraction of told cells isolates, by the sets of people that the cells are. */
function isolated({ cube, truth, members, policy: { k } }: Tiny, published: Uint8Array): string[] {
  const isFew = (people: number): boolean => people > 0 && people < k;
  const { grids } = cube.family;
  const cellsOf = (grid: number): number[] =>
    Array.from({ length: grids[grid]!.size }, (_, position) => grids[grid]!.base + position);
  const sets = members.map(setOf);
  const isInside = (cell: number, outer: number): boolean => (sets[cell]! & ~sets[outer]!) === 0;
  const faults: string[] = [];
  for (const [outerGrid] of grids.entries())
    for (const outer of cellsOf(outerGrid).filter((cell) => published[cell] !== 0)) {
      const people = total(truth, members[outer]!);
      for (const [grid] of grids.entries()) {
        const inside = cellsOf(grid).filter((cell) => isInside(cell, outer));
        const told = inside.filter((cell) => published[cell] !== 0);
        const blank = inside.filter((cell) => published[cell] === 0);
        for (const cell of told)
          if (isFew(people - total(truth, members[cell]!))) faults.push(`${String(outer)}-${String(cell)}`);
        const isSplit =
          inside.reduce((sum, cell) => sum + members[cell]!.length, 0) === members[outer]!.length;
        if (isSplit && isFew(blank.reduce((sum, cell) => sum + total(truth, members[cell]!), 0)))
          faults.push(`${String(outer)}/${String(grid)}`);
      }
    }
  return faults;
}

/** Whether every combination of leaves is a cell. */
function isComplete({ inner, members }: Tiny): boolean {
  return inner.every((_, position) => members.some((inside) => inside.join() === String(position)));
}

function someTables(tiny: Tiny, reader: Known[], wanted: () => boolean): number[][] {
  const some: number[][] = [];
  for (const table of tables(tiny, reader, STEPS)) {
    if (some.length === 30) break;
    if (wanted()) some.push(table);
  }
  return some;
}

/** None for every other cube; else cells at random, of which a hint may be as wrong as it likes. */
const hints = fc.option(fc.uniqueArray(fc.nat(40)), { nil: [] }).map((cells) => new Set(cells));

describe('a protection of a tiny cube, against every table that it could be', () => {
  it(
    'leaves open what is promised, where the finest crossing is among those looked at',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(tinyCubes.filter(isComplete), hints, (tiny, hint) => {
          confirm(tiny, protectCube(tiny.cube, tiny.policy, hint));
        }),
        { numRuns: 2000, maxSkipsPerRun: 0.05 },
      );
    },
  );

  it('blanks nothing for the sake of others that its own worlds could do without', () => {
    let further = 0;
    fc.assert(
      fc.property(tinyCubes.filter(isComplete), ({ cube, policy }) => {
        const { published, worlds } = protectCube(cube, policy);
        cube.counts.forEach((count, cell) => {
          if (published[cell] !== 0 || isUnsafe(count, policy)) return;
          further += 1;
          const more = published.slice();
          more[cell] = 1;
          expect(checkProtection(cube, policy, { published: more, worlds }).passed).toBe(false);
        });
      }),
      { numRuns: 200 },
    );
    expect(further).toBeGreaterThan(200);
  });

  it('leaves everything open where nothing is told', () => {
    fc.assert(
      fc.property(tinyCubes, (tiny) => {
        confirm(tiny, tellNothing(tiny));
      }),
      { numRuns: 200, maxSkipsPerRun: 0.05 },
    );
  });

  it('is passed exactly where every table confirms it, whatever is told', { timeout: 60_000 }, () => {
    const outcomes = { safe: 0, determined: 0, isolated: 0 };
    fc.assert(
      fc.property(tinyCubes, dice, (tiny, numbers) => {
        const { cube, policy } = tiny;
        const chance = thrower(numbers);
        const share = chance();
        const published = Uint8Array.from(cube.counts, (count) => {
          if (count === 0 && policy.zeros === 'published') return 1;
          return count >= policy.k && chance() < share ? 1 : 0;
        });
        const { found, unmet } = within(() => showEverything(tiny, published));
        const few = isolated(tiny, published);
        const worlds = found.map((table) => worldOf(tiny, table));
        const { passed, faults } = checkProtection(cube, policy, { published, worlds });
        expect({ passed, faults }).toEqual({
          passed: unmet.length === 0 && few.length === 0,
          faults: passed ? [] : faults,
        });
        outcomes[few.length > 0 ? 'isolated' : unmet.length > 0 ? 'determined' : 'safe'] += 1;
        if (unmet.length === 0) return;
        const others = within(() => someTables(tiny, readerOf(tiny, published), () => chance() < 0.5));
        const more = [...worlds, ...others.map((table) => worldOf(tiny, table))];
        expect(checkProtection(cube, policy, { published, worlds: more }).passed).toBe(false);
        const lie = tiny.inner.map((leaves) => ({ leaves, by: policy.k }));
        expect(checkProtection(cube, policy, { published, worlds: [lie] }).passed).toBe(false);
      }),
      { numRuns: 1500, maxSkipsPerRun: 0.05 },
    );
    for (const number of Object.values(outcomes)) expect(number).toBeGreaterThan(100);
  });
});
