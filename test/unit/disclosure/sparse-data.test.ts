import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProtection } from '../../../server/disclosure/check-protection.js';
import { Lattice } from '../../../server/disclosure/lattice.js';
import type { Policy } from '../../../server/disclosure/policy.js';
import { protectCube } from '../../../server/disclosure/protect-cube.js';
import { startState } from '../../../server/disclosure/state.js';
import { steppingStones } from '../../../server/disclosure/stepping-stones.js';
import { projectRoot } from '../../../server/paths.js';
import { cubeOf, cubeOfFile } from '../../support/cubes.js';

describe('ways into a cell of rare codes', () => {
  const policy: Policy = { k: 5, zeros: 'unsafe', guarantee: 'standard', insiders: 1 };
  const crowd = (count: number, ...record: string[]): string[][] =>
    Array.from({ length: count }, () => record);
  // Nobody from a is a guard, and nobody from a works in the north, where all guards are.
  const cube = cubeOf(
    ['land', 'job', 'area'],
    [
      ...crowd(30, 'a', 'clerk', 'south'),
      ...crowd(30, 'b', 'clerk', 'south'),
      ...crowd(6, 'b', 'guard', 'north'),
      ...crowd(30, 'b', 'clerk', 'north'),
    ],
  );
  const lattice = new Lattice(cube);
  const cellOf = (...wanted: (number | null)[]): number => {
    const dimensions = wanted.flatMap((leaf, dimension) => (leaf === null ? [] : [dimension]));
    const plane = lattice.planes.find((one) => one.dimensions.join() === dimensions.join())!;
    return lattice.cellAt(
      plane,
      wanted.map((leaf) => leaf ?? 0),
    );
  };
  const waysTo = (cell: number): number[][] =>
    [...steppingStones(lattice, startState(cube, policy), cell)].map((way) => [...way].sort((x, y) => x - y));

  it('lead over the empty pairs of somebody who is like one of the few', () => {
    // A guard from a would work in the north, like all guards, or in the south, like all from a.
    expect(waysTo(cellOf(0, 1, null))).toEqual([[cellOf(0, null, 0)], [cellOf(null, 1, 1)]]);
  });

  it('lead over the empty cells around a crossing of three', () => {
    const around = [cellOf(0, 1, null), cellOf(0, null, 0)].sort((x, y) => x - y);
    expect(waysTo(cellOf(0, 1, 0))[0]).toEqual(around);
  });

  it('are none where nothing is empty on the way', () => {
    expect(waysTo(cellOf(1, 0, null))).toEqual([]);
  });
});

describe('the people of UCI Adult, of whose cells half are small', () => {
  it('lose no more than six percent where zeros are told', { timeout: 60_000 }, async () => {
    const file = join(projectRoot, '../shared/data/us-adult/adult.csv');
    const cube = await cubeOfFile(file, 'native_country,occupation,employer,race,sex,income', 3);
    const policy: Policy = { k: 5, zeros: 'published', guarantee: 'standard', insiders: 1 };
    const protection = protectCube(cube, policy);
    expect(checkProtection(cube, policy, protection).passed).toBe(true);
    const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
    const blank = sum(cube.counts.filter((_, cell) => protection.published[cell] === 0));
    // 1.25 times what GaussSuppression blanks of the same data.
    expect(blank / sum(cube.counts)).toBeLessThanOrEqual(0.06);
  });
});
