import { expect, it } from 'vitest';
import { checkProtection } from '../../../server/disclosure/check-protection.js';
import type { BrokenRule } from '../../../server/disclosure/check-protection.js';
import type { Cube } from '../../../server/disclosure/cube.js';
import { makeCube } from '../../../server/disclosure/cube.js';
import type { Dimension, Family } from '../../../server/disclosure/family.js';
import { familyOf, familyOfOrder } from '../../../server/disclosure/family.js';
import type { Policy } from '../../../server/disclosure/policy.js';
import type { Protection, World } from '../../../server/disclosure/worlds.js';

const standard: Policy = { k: 5, guarantee: 'standard', zeros: 'unsafe', insiders: 0 };

/** Leaves, then for each coarser level the code of every leaf. Codes are the letters used; no letter twice. */
function dimension(id: string, leaves: string, ...coarser: string[]): Dimension {
  const levels = [leaves, ...coarser].map((text) => {
    const letters = Array.from(text);
    const codes = [...new Set(letters)];
    return { codes, codeOf: letters.map((code) => codes.indexOf(code)) };
  });
  return { id, levels };
}

/** People by leaves, such as { ax: 7, by: 2 }. */
function cubeOf(family: Family, people: Record<string, number>): Cube {
  const builder = makeCube(family);
  for (const [letters, number] of Object.entries(people))
    for (let person = 0; person < number; person += 1) builder.count(leavesOf(family, letters));
  return builder.finish();
}

function leavesOf({ dimensions }: Family, letters: string): number[] {
  return dimensions.map(({ levels }, position) => levels[0]!.codes.indexOf(letters[position]!));
}

function world(family: Family, changes: Record<string, number>): World {
  return Object.entries(changes).map(([letters, by]) => ({ leaves: leavesOf(family, letters), by }));
}

/** The cell of the codes named, whatever their order; '' is everybody. */
function cell({ dimensions, grids }: Family, letters: string): number {
  for (const { axes, base } of grids) {
    let found = base;
    const all = axes.every(({ dimension: position, level, stride }) => {
      const code = dimensions[position]!.levels[level]!.codes.findIndex((name) => letters.includes(name));
      found += code * stride;
      return code >= 0;
    });
    if (all && axes.length === letters.length) return found;
  }
  throw new Error(`no cell ${letters}`);
}

/** Everything told but the cells named. */
function blanks(family: Family, cells: string, ...worlds: Record<string, number>[]): Protection {
  const published = new Uint8Array(family.size).fill(1);
  if (cells !== '') for (const letters of cells.split(' ')) published[cell(family, letters)] = 0;
  return { published, worlds: worlds.map((changes) => world(family, changes)) };
}

function broken(cube: Cube, policy: Policy, protection: Protection): BrokenRule[] {
  const { faults, passed, faultCount } = checkProtection(cube, policy, protection);
  expect(passed).toBe(faultCount === 0);
  return [...new Set(faults.map(({ rule }) => rule))];
}

const square = familyOfOrder([dimension('place', 'ab'), dimension('answer', 'xy')], 2);
const alone = cubeOf(square, { ax: 3, ay: 20, bx: 20, by: 20 });
const inner = 'ax ay bx by';
const swap = { ax: -1, ay: 1, bx: 1, by: -1 };
const back = { ax: 1, ay: -1, bx: -1, by: 1 };

it('passes a protection whose worlds show another count of the small cell', () => {
  expect(checkProtection(alone, standard, blanks(square, inner, swap))).toEqual({
    passed: true,
    faults: [],
    faultCount: 0,
    unsafe: 1,
    unsafeCovered: 1,
  });
});

it('passes where nothing is unsafe and everything told', () => {
  expect(broken(cubeOf(square, { ax: 5, ay: 5, bx: 5, by: 5 }), standard, blanks(square, ''))).toEqual([]);
});

it('finds a small cell that is told', () => {
  expect(broken(alone, standard, blanks(square, ''))).toContain('unsafe cell told');
  expect(broken(alone, { ...standard, k: 3 }, blanks(square, ''))).toEqual([]);
});

it('finds a small grand total that is told', () => {
  const few = cubeOf(square, { ax: 4 });
  const growing = { ax: 1, ay: 1, bx: 1, by: 1 };
  const { faults } = checkProtection(few, standard, blanks(square, 'a b x y ax ay bx by', growing));
  expect(faults.map(({ rule, cell: at }) => [rule, at])).toContainEqual([
    'unsafe cell told',
    cell(square, ''),
  ]);
  const silent: Protection = { published: new Uint8Array(square.size), worlds: [world(square, growing)] };
  expect(broken(few, standard, silent)).toEqual([]);
});

it('finds a zero that is told, or not told, against the policy', () => {
  const empty = cubeOf(square, { ay: 20, bx: 20, by: 20 });
  const world = { ax: 1, ay: -1, bx: -1, by: 1 };
  expect(broken(empty, standard, blanks(square, inner, world))).toEqual([]);
  expect(broken(empty, standard, blanks(square, 'ay bx by'))).toContain('unsafe cell told');
  const zerosTold: Policy = { ...standard, zeros: 'published' };
  expect(broken(empty, zerosTold, blanks(square, ''))).toEqual([]);
  expect(broken(empty, zerosTold, blanks(square, inner, world))).toContain('zero not told');
});

it.each<[string, World]>([
  ['half a person', [{ leaves: [0, 0], by: 0.5 }]],
  ['no number', [{ leaves: [0, 0], by: Number.NaN }]],
  ['more people than can be added up', [{ leaves: [0, 0], by: 2 ** 53 }]],
  ['a leaf too much', [{ leaves: [0, 0, 0], by: 1 }]],
  ['a leaf too few', [{ leaves: [0], by: 1 }]],
  ['a leaf that is none', [{ leaves: [0, 2], by: 1 }]],
  ['half a leaf', [{ leaves: [0, 0.5], by: 1 }]],
  ['a leaf before the first', [{ leaves: [-1, 0], by: 1 }]],
])('finds a world with %s', (_, malformed) => {
  const { published, worlds } = blanks(square, inner, swap);
  expect(broken(alone, standard, { published, worlds: [...worlds, malformed] })).toEqual(['malformed world']);
});

it('finds a world with fewer people than none, also where they are taken in two steps', () => {
  const tooFar = { ax: -4, ay: 4, bx: 4, by: -4 };
  expect(broken(alone, standard, blanks(square, inner, swap, tooFar))).toEqual(['negative count in world']);
  const { published, worlds } = blanks(square, inner, swap);
  const half = world(square, { ax: -2, ay: 2, bx: 2, by: -2 });
  expect(broken(alone, standard, { published, worlds: [...worlds, half] })).toEqual([]);
  expect(broken(alone, standard, { published, worlds: [...worlds, [...half, ...half]] })).toEqual([
    'negative count in world',
  ]);
});

it('finds a world that contradicts what is told', () => {
  expect(broken(alone, standard, blanks(square, inner, swap, { ax: 1, ay: -1 }))).toEqual([
    'told cell changed in world',
  ]);
});

it('finds a world that has a blank empty although readers know that it is not', () => {
  const told: Policy = { ...standard, zeros: 'published' };
  const emptied = { ax: -3, ay: 3, bx: 3, by: -3 };
  expect(broken(alone, standard, blanks(square, inner, emptied))).toEqual([]);
  expect(broken(alone, told, blanks(square, inner, swap))).toEqual([]);
  expect(broken(alone, told, blanks(square, inner, swap, emptied))).toEqual(['blank cell empty in world']);
});

it('finds a small cell that no world shows another count of, and does not count unsound worlds', () => {
  expect(broken(alone, standard, blanks(square, inner))).toEqual(['unsafe cell not covered']);
  const contradicting = checkProtection(alone, standard, blanks(square, inner, { ax: 1 }));
  expect(contradicting).toMatchObject({ passed: false, unsafe: 1, unsafeCovered: 0 });
});

it('asks a strict guarantee for a world with k people', () => {
  const strict: Policy = { ...standard, guarantee: 'strict' };
  expect(broken(alone, strict, blanks(square, inner, swap, back))).toEqual(['unsafe cell not covered']);
  const enough = { ax: 2, ay: -2, bx: -2, by: 2 };
  expect(broken(alone, strict, blanks(square, inner, enough))).toEqual([]);
});

it('asks one insider for a covering world with the record that they know, whichever it is', () => {
  const one = cubeOf(square, { ax: 1, ay: 20, bx: 20, by: 20 });
  const informed: Policy = { ...standard, insiders: 1 };
  expect(broken(one, standard, blanks(square, inner, swap))).toEqual([]);
  expect(broken(one, informed, blanks(square, inner, swap))).toEqual(['unsafe cell not covered']);
  expect(broken(one, informed, blanks(square, inner, swap, back))).toEqual([]);
});

it('asks several insiders for a world that keeps all of their records', () => {
  const informed: Policy = { ...standard, insiders: 2 };
  const cube = cubeOf(square, { ax: 2, ay: 20, bx: 20, by: 20 });
  expect(broken(cube, informed, blanks(square, inner, swap))).toEqual(['unsafe cell not covered']);
  expect(broken(cube, informed, blanks(square, inner, back))).toEqual([]);
  const ones = cubeOf(square, { ax: 1, ay: 1, bx: 1, by: 1 });
  const two: Policy = { ...informed, k: 2 };
  expect(broken(ones, { ...two, insiders: 1 }, blanks(square, inner, swap, back))).toEqual([]);
  expect(broken(ones, two, blanks(square, inner, swap, back))).toEqual(['unsafe cell not covered']);
});

const row = familyOfOrder([dimension('place', 'abcd')], 1);

it('finds blanks that hold fewer than k people together', () => {
  const cube = cubeOf(row, { a: 2, b: 2, c: 20, d: 20 });
  const moved = { a: 1, b: -1 };
  expect(broken(cube, standard, blanks(row, 'a b', moved))).toEqual(['relation isolates few']);
  expect(broken(cube, standard, blanks(row, 'a b c', { a: 1, b: 1, c: -2 }))).toEqual([]);
  expect(broken(cube, { ...standard, k: 4 }, blanks(row, 'a b', moved))).toEqual([]);
  const silent: Protection = { published: new Uint8Array(row.size), worlds: [world(row, { a: 1, b: 1 })] };
  expect(broken(cube, standard, silent)).toEqual([]);
});

it('finds blanks that hold too few below a code of a coarser level', () => {
  const nested = familyOfOrder([dimension('office', 'abcdef', 'NNNNSS')], 1);
  const cube = cubeOf(nested, { a: 2, b: 2, c: 20, d: 20, e: 9, f: 9 });
  const moved = { a: 1, b: -1 };
  const { faults } = checkProtection(cube, standard, blanks(nested, 'a b e f', moved));
  expect(faults).toEqual([{ rule: 'relation isolates few', cell: cell(nested, 'N'), world: null }]);
  expect(broken(cube, standard, blanks(nested, 'N S a b e f', moved))).toEqual([]);
  expect(broken(cube, standard, blanks(nested, 'a b c', { a: 1, b: 1, c: -2 }))).toEqual([]);
});

it('leaves levels that are not nested out of the relations, but compares the codes that are', () => {
  const ages = [dimension('age', 'abc', 'YOO', 'UUV')];
  const bands = familyOf(ages, [[{ dimension: 0, level: 1 }], [{ dimension: 0, level: 2 }]]);
  const cube = cubeOf(bands, { a: 6, b: 1, c: 30 });
  expect(broken(cube, standard, blanks(bands, ''))).toEqual(['difference isolates few']);
  expect(broken(cubeOf(bands, { a: 6, b: 5, c: 30 }), standard, blanks(bands, ''))).toEqual([]);
});

it('finds cells several steps apart whose difference is small', () => {
  const cube = cubeOf(square, { ax: 40, ay: 1, bx: 1, by: 1 });
  const cells = 'a b x y ay bx by';
  const shrink = { ay: -1, bx: -1, by: 2 };
  const total = cell(square, '');
  expect(checkProtection(cube, standard, blanks(square, cells, shrink)).faults).toEqual([
    { rule: 'difference isolates few', cell: total, world: null },
    { rule: 'relation isolates few', cell: total, world: null },
  ]);
});

it('finds a world in which nobody has a code that is listed', () => {
  const cube = cubeOf(square, { ax: 2, bx: 20, by: 20 });
  const merged = { ax: -2, bx: 2 };
  expect(broken(cube, standard, blanks(square, 'a b ax ay bx by', merged))).toContain(
    'listed code empty in world',
  );
});

it('does not believe the counts of the cube', () => {
  const counts = alone.counts.slice();
  counts[cell(square, 'ax')] = 30;
  expect(broken({ ...alone, counts }, standard, blanks(square, inner, swap))).toEqual(['wrong counts']);
  expect(broken(alone, standard, { published: new Uint8Array(3), worlds: [] })).toContain('wrong counts');
});

it('does not pass anything under a policy without sense', () => {
  const fine = cubeOf(square, { ax: 50, ay: 50, bx: 50, by: 50 });
  for (const k of [Number.NaN, 0, 2.5]) {
    expect(broken(fine, { ...standard, k }, blanks(square, ''))).toEqual(['senseless policy']);
  }
  for (const insiders of [Number.NaN, -1, 0.5])
    expect(broken(fine, { ...standard, insiders }, blanks(square, ''))).toEqual(['senseless policy']);
});

it('lists the first faults and counts all', () => {
  const wide = familyOfOrder([dimension('place', 'abcdefghijklmnopqrstuvwxyz')], 1);
  const { faults, faultCount } = checkProtection(cubeOf(wide, { a: 40 }), standard, blanks(wide, ''));
  expect(faults).toHaveLength(20);
  expect(faultCount).toBe(50);
});

it('subtracts codes of overlapping lists only where one lies in the other', () => {
  const ages = dimension('age', 'abc', 'mmo', 'nqq');
  const levels = familyOf(
    [ages],
    [1, 2].map((level) => [{ dimension: 0, level }]),
  );
  // 29 and 26 people share 20, so that the 3 between them are nobody in particular.
  const apart = cubeOf(levels, { a: 9, b: 20, c: 6 });
  expect(broken(apart, standard, blanks(levels, ''))).toEqual([]);
  // 26 and 23 people: the first are the second and three others.
  const within = cubeOf(levels, { a: 20, b: 3, c: 23 });
  expect(broken(within, standard, blanks(levels, ''))).toEqual(['difference isolates few']);
});
