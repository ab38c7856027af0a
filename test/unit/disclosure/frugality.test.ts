import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkProtection } from '../../../server/disclosure/check-protection.js';
import { isUnsafe, type Policy } from '../../../server/disclosure/policy.js';
import { protectGuided } from '../../../server/disclosure/protect-guided.js';
import { projectRoot } from '../../../server/paths.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { cubeOfFile } from '../../support/cubes.js';

const file = join(projectRoot, '../shared/data/employees/employees_3k.csv');
const SAMPLE = 40;

/** Tiny families are tried in test/property/disclosure-worlds.test.ts, each of their blanks. */
it.each<Policy['guarantee']>(['standard', 'strict'])(
  'of 3,000 employees no blank is there for nothing: %s',
  async (guarantee) => {
    const policy: Policy = { k: 5, guarantee, zeros: 'unsafe', insiders: 1 };
    const cube = await cubeOfFile(file, 'ministry>office,sex,age,grade,leader,migration', 2);
    const { published, worlds } = await protectGuided(cube, policy, makeHighsSolver);
    expect(checkProtection(cube, policy, { published, worlds }).passed).toBe(true);
    const further = [...published.keys()].filter(
      (cell) => published[cell] === 0 && !isUnsafe(cube.counts[cell] ?? 0, policy),
    );
    expect(further.length).toBeGreaterThan(SAMPLE);
    const step = further.length / SAMPLE;
    for (let at = 0; at < further.length; at += step) {
      const more = published.slice();
      more[further[Math.floor(at)]!] = 1;
      expect(checkProtection(cube, policy, { published: more, worlds }).passed).toBe(false);
    }
  },
);
