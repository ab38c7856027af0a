import fc from 'fast-check';
import type { Cube } from '../../server/disclosure/cube.js';
import { makeCube } from '../../server/disclosure/cube.js';
import type { Crossing, Dimension, Grid } from '../../server/disclosure/family.js';
import { familyOf, familyOfOrder } from '../../server/disclosure/family.js';
import type { Policy } from '../../server/disclosure/policy.js';
import { isUnsafe } from '../../server/disclosure/policy.js';
import type { World } from '../../server/disclosure/worlds.js';

/** A cube so small that every table that it could be can be tried, one after the other. */
export interface Tiny {
  readonly cube: Cube;
  readonly policy: Policy;
  /** Every combination of leaves, also those that nobody has. */
  readonly inner: readonly (readonly number[])[];
  /** People by combination of leaves. */
  readonly truth: readonly number[];
  /** By cell of the family: the positions in `inner` that are counted in it. */
  readonly members: readonly (readonly number[])[];
}

/** What a reader knows about the people in some combinations of leaves. */
export interface Known {
  readonly members: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** Codes of the leaves, and of the coarser levels by leaf. */
const codeLists = [
  [[0, 1]],
  [[0, 1, 2]],
  [
    [0, 1, 2],
    [0, 0, 1],
  ],
  [
    [0, 1, 2, 3],
    [0, 0, 1, 1],
  ],
  [
    [0, 1, 2, 3, 4],
    [0, 0, 0, 0, 1],
  ],
];
const shapes = [[3], [4], [0, 0], [1, 0], [1, 1], [2, 0], [2, 1], [3, 0], [0, 0, 0], [1, 0, 0], [2, 0, 0]];

const policies: fc.Arbitrary<Policy> = fc.record({
  k: fc.integer({ min: 2, max: 5 }),
  guarantee: fc.constantFrom('standard' as const, 'strict' as const),
  zeros: fc.constantFrom('unsafe' as const, 'published' as const),
  insiders: fc.constantFrom(0, 1),
});

/** Cubes of one to three dimensions; every margin of some order, or only those around some crossings. */
export const tinyCubes: fc.Arbitrary<Tiny> = policies.chain((policy) =>
  fc
    .record({
      shape: fc.constantFrom(...shapes),
      people: fc.array(
        fc.oneof(
          fc.integer({ min: 0, max: 2 }),
          fc.integer({ min: 0, max: policy.k }),
          fc.integer({ min: 0, max: 7 }),
        ),
        { minLength: 16, maxLength: 16 },
      ),
      order: fc.integer({ min: 1, max: 3 }),
      crossed: fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 3, maxLength: 3 }), {
        maxLength: 3,
      }),
    })
    .map(({ shape, people, order, crossed }) => {
      const dimensions = shape.map((list, position) => dimensionOf(String(position), codeLists[list]!));
      const crossings = crossed.map((levels) => crossingOf(dimensions, levels));
      const family =
        crossings.length > 0 ? familyOf(dimensions, crossings) : familyOfOrder(dimensions, order);
      const inner = combinations(dimensions.map(({ levels }) => levels[0]!.codes.length));
      const builder = makeCube(family);
      const truth = inner.map((leaves, position) => {
        const number = people[position]!;
        for (let person = 0; person < number; person += 1) builder.count(leaves);
        return number;
      });
      const members = family.grids.flatMap((grid) => membersOf(dimensions, grid, inner));
      return { cube: builder.finish(), policy, inner, truth, members };
    }),
);

function dimensionOf(id: string, lists: readonly (readonly number[])[]): Dimension {
  return { id, levels: lists.map((codeOf) => ({ codes: [...new Set(codeOf)].map(String), codeOf })) };
}

/** A level for every dimension; -1 leaves the dimension out, and a level that there is not is the finest. */
function crossingOf(dimensions: readonly Dimension[], levels: readonly number[]): Crossing {
  return dimensions.flatMap((dimension, position) => {
    const level = levels[position]!;
    return level < 0 ? [] : [{ dimension: position, level: level < dimension.levels.length ? level : 0 }];
  });
}

function combinations(sizes: readonly number[]): number[][] {
  const [size, ...rest] = sizes;
  if (size === undefined) return [[]];
  return Array.from({ length: size }, (_, code) =>
    combinations(rest).map((others) => [code, ...others]),
  ).flat();
}

function membersOf(dimensions: readonly Dimension[], { axes }: Grid, inner: Tiny['inner']): number[][] {
  return combinations(axes.map(({ size }) => size)).map((codes) =>
    inner.flatMap((leaves, position) => {
      const belongs = axes.every(
        ({ dimension, level }, axis) =>
          dimensions[dimension]!.levels[level]!.codeOf[leaves[dimension]!] === codes[axis],
      );
      return belongs ? [position] : [];
    }),
  );
}

export function total(table: readonly number[], members: readonly number[]): number {
  return members.reduce((sum, position) => sum + table[position]!, 0);
}

/** What everybody reads from a release: told counts, and that blanks are not zero where zeros are told. */
export function readerOf({ cube, truth, members, policy }: Tiny, published: Uint8Array): Known[] {
  const isCode = (cell: number): boolean =>
    cube.family.grids.some(({ axes, base, size }) => axes.length === 1 && cell >= base && cell < base + size);
  return members.flatMap((inside, cell): Known[] => {
    const count = total(truth, inside);
    if (published[cell] !== 0) return [{ members: inside, least: count, most: count }];
    const isSomebody = policy.zeros === 'published' || (isCode(cell) && count > 0);
    return isSomebody ? [{ members: inside, least: 1, most: Infinity }] : [];
  });
}

/** Thrown where a cube turns out to be not so tiny. */
export class TooManyTables extends Error {}

/**
 * Every table that agrees with what is known, those like the truth first. Where nothing bounds the people of a combination
 * k of them are enough: a table with more shows nothing that the same table with k does not show. Throws TooManyTables
 * where it takes more steps than allowed.
 */
export function* tables(
  { truth, policy }: Tiny,
  known: readonly Known[],
  steps: number,
): Generator<number[]> {
  const all = implied(known);
  if (all.some(({ least, most }) => least > most)) return;
  const cap = truth.map((people, position) => {
    const bound = Math.min(...all.map(({ members, most }) => (members.includes(position) ? most : Infinity)));
    return Number.isFinite(bound) ? bound : Math.max(people, policy.k);
  });
  const values = truth.map((people, position) => nearTo(people, cap[position]!));
  const sums = all.map(({ least, most, members }) => ({ least, most, now: 0, room: total(cap, members) }));
  const sumsOf = truth.map((_, position) => sums.filter((_, sum) => all[sum]!.members.includes(position)));
  const table = truth.map(() => 0);
  let left = steps;
  function* fill(position: number): Generator<number[]> {
    if (position === truth.length) {
      yield [...table];
      return;
    }
    const around = sumsOf[position]!;
    for (const sum of around) sum.room -= cap[position]!;
    for (const value of values[position]!) {
      if ((left -= 1) < 0) throw new TooManyTables();
      if (around.some(({ now, room, least, most }) => now + value > most || now + value + room < least))
        continue;
      table[position] = value;
      for (const sum of around) sum.now += value;
      yield* fill(position + 1);
      for (const sum of around) sum.now -= value;
    }
    for (const sum of around) sum.room += cap[position]!;
  }
  if (sums.every(({ least, room }) => room >= least)) yield* fill(0);
}

/**
 * What is known, every set of combinations once, with what follows by adding and subtracting told counts. It only ends
 * the search sooner: every table that agrees with what is known agrees with what follows.
 */
function implied(known: readonly Known[]): Known[] {
  const bySet = new Map<number, Known>();
  const add = (set: number, { members, least, most }: Known): void => {
    const old = bySet.get(set);
    bySet.set(set, {
      members,
      least: Math.max(least, old?.least ?? 0),
      most: Math.min(most, old?.most ?? Infinity),
    });
  };
  for (const item of known) add(setOf(item.members), item);
  const told = [...bySet].filter(([, { least, most }]) => least === most);
  const seen = new Set(told.map(([set]) => set));
  for (let next = 0; next < told.length && told.length < 60; next += 1)
    for (let before = 0; before < next; before += 1) {
      const [set, { least }] = told[next]!;
      const [other, { least: others }] = told[before]!;
      const [small, large] = (set & other) === set ? [set, other] : [other, set];
      const isWithin = (small & large) === small;
      if (!isWithin && (set & other) !== 0) continue;
      const made = isWithin ? large & ~small : set | other;
      const count = isWithin ? Math.abs(least - others) : least + others;
      if (made === 0 || seen.has(made)) continue;
      seen.add(made);
      const sum = { members: positionsOf(made), least: count, most: count };
      told.push([made, sum]);
      add(made, sum);
    }
  return [...bySet.values()];
}

/** One bit for each. */
export function setOf(members: readonly number[]): number {
  return members.reduce((set, position) => set | (1 << position), 0);
}

/** The positions whose bit is set. */
function positionsOf(set: number): number[] {
  const positions: number[] = [];
  for (let rest = set; rest !== 0; rest &= rest - 1) positions.push(31 - Math.clz32(rest & -rest));
  return positions;
}

function nearTo(value: number, cap: number): number[] {
  return Array.from({ length: cap + 1 }, (_, number) => number).sort(
    (a, b) => Math.abs(a - value) - Math.abs(b - value),
  );
}

export function worldOf({ inner, truth }: Tiny, table: readonly number[]): World {
  return inner.flatMap((leaves, position) => {
    const by = table[position]! - truth[position]!;
    return by === 0 ? [] : [{ leaves, by }];
  });
}

/** Each thing that a release must leave open: an unsafe cell, and whose record its reader may know, if anybody's. */
export interface Need {
  readonly cell: number;
  readonly knows: number | null;
}

export function needsOf({ truth, members, policy }: Tiny): Need[] {
  const readers = [null, ...(policy.insiders > 0 ? truth.keys() : [])].filter(
    (knows) => knows === null || truth[knows]! > 0,
  );
  return members.flatMap((inside, cell) =>
    isUnsafe(total(truth, inside), policy) ? readers.map((knows) => ({ cell, knows })) : [],
  );
}

/** Whether the table shows the reader that the cell may be another (standard) or large enough (strict). */
export function meets(
  { truth, members, policy }: Tiny,
  { cell, knows }: Need,
  table: readonly number[],
): boolean {
  const count = total(table, members[cell]!);
  if (knows !== null && table[knows]! < 1) return false;
  return policy.guarantee === 'strict' ? count >= policy.k : count !== total(truth, members[cell]!);
}
