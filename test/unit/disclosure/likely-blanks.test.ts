import { afterAll, describe, expect, it } from 'vitest';
import { blankConditions } from '../../../server/disclosure/blank-conditions.js';
import type { Cube } from '../../../server/disclosure/cube.js';
import { Lattice } from '../../../server/disclosure/lattice.js';
import { likelyBlanks } from '../../../server/disclosure/likely-blanks.js';
import type { Policy } from '../../../server/disclosure/policy.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { cubeOf } from '../../support/cubes.js';

const policy: Policy = { k: 5, zeros: 'unsafe', guarantee: 'standard', insiders: 1 };
const crowd = (count: number, ...record: string[]): string[][] => Array.from({ length: count }, () => record);

/** By office and sex: a 2 f, 30 m; b 20 f, 40 m; c 9 f, 50 m. */
const cube = cubeOf(
  ['office', 'sex'],
  [
    ...crowd(2, 'a', 'f'),
    ...crowd(30, 'a', 'm'),
    ...crowd(20, 'b', 'f'),
    ...crowd(40, 'b', 'm'),
    ...crowd(9, 'c', 'f'),
    ...crowd(50, 'c', 'm'),
  ],
);
const lattice = new Lattice(cube);
const pairs = lattice.planes.find(({ dimensions }) => dimensions.length === 2)!;
const cell = (office: number, sex: number): number => lattice.cellAt(pairs, [office, sex]);

const solver = makeHighsSolver();
afterAll(() => solver.close());
const likely = async (of: Cube): Promise<number[]> =>
  [...(await likelyBlanks(of, policy, solver))].sort((a, b) => a - b);

describe('what single relations demand', () => {
  it('is one more blank beside a small one, and company for every blank', () => {
    const conditions = blankConditions(cube, policy);
    const always = conditions.filter(({ only }) => only === null).map(({ cells }) => cells.slice(1));
    // The small cell lies in the row of its office, in the column of its sex, and in the whole.
    expect(always).toContainEqual([cell(0, 1)]);
    expect(always).toContainEqual([cell(1, 0), cell(2, 0)]);
    expect(always).toHaveLength(3);
    const company = conditions.filter(({ only }) => only === cell(2, 1)).map(({ cells }) => cells.slice(1));
    expect(company).toContainEqual([cell(2, 0), cell(2, 1)]);
  });

  it('is nothing where no cell is small', () => {
    const large = cubeOf(['office'], [...crowd(9, 'a'), ...crowd(8, 'b')]);
    expect(blankConditions(large, policy).filter(({ only }) => only === null)).toEqual([]);
  });
});

describe('likely blanks', () => {
  it('are the cheapest that meet all of it: here the box of the two smallest offices', async () => {
    expect(await likely(cube)).toEqual([cell(0, 1), cell(2, 0), cell(2, 1)].sort((a, b) => a - b));
  });

  it('are no cells that an earlier release has told', async () => {
    const toldBefore = new Uint8Array(cube.counts.length);
    toldBefore[cell(2, 0)] = 1;
    expect(await likely({ ...cube, toldBefore })).toEqual(
      [cell(0, 1), cell(1, 0), cell(1, 1)].sort((a, b) => a - b),
    );
  });

  it('are none where nothing is small, and none where too much was told', async () => {
    expect(await likely(cubeOf(['office'], [...crowd(9, 'a'), ...crowd(8, 'b')]))).toEqual([]);
    const toldBefore = Uint8Array.from(cube.counts, (count) => (count < 5 ? 0 : 1));
    expect(await likely({ ...cube, toldBefore })).toEqual([]);
  });
});
