import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Policy } from '../../../server/disclosure/policy.js';
import { protectGuided } from '../../../server/disclosure/protect-guided.js';
import { projectRoot } from '../../../server/paths.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { cubeOfFile } from '../../support/cubes.js';

const data = {
  employees: ['employees/employees_3k.csv', 'ministry>office,sex,age,grade,leader,migration'],
  adult: ['us-adult/adult.csv', 'native_country,occupation,race,sex'],
  origin: ['us-adult/adult.csv', 'native_country,race,employer'],
} as const;
const base: Policy = { k: 5, guarantee: 'standard', zeros: 'unsafe', insiders: 1 };

/**
 * The same data give the same release and the same worlds, on every machine and in every version. Whoever changes the
 * search on purpose writes the new digests here, and the new figures into docs/DISCLOSURE.md.
 */
it.each<[keyof typeof data, number, Partial<Policy>, string]>([
  ['employees', 2, {}, 'be0a393a5039eee7'],
  ['employees', 2, { guarantee: 'strict' }, '69de1f2da4650a5f'],
  ['employees', 2, { zeros: 'published' }, 'cfb048e58ec841b7'],
  ['employees', 2, { guarantee: 'strict', zeros: 'published' }, 'fe1f12ede7d48d3a'],
  ['employees', 2, { guarantee: 'strict', insiders: 2, k: 7 }, 'c6ddfe105b433c82'],
  ['adult', 2, {}, 'ef370f76ec1e904e'],
  ['adult', 2, { guarantee: 'strict' }, '9d670caedc8f25ca'],
  ['adult', 3, { zeros: 'published' }, '6d1319330881a668'],
  ['origin', 3, {}, 'e16e9a676827f528'],
])('%s, order %i, %o', async (name, order, changes, digest) => {
  const [file, variables] = data[name];
  const cube = await cubeOfFile(join(projectRoot, '../shared/data', file), variables, order);
  const { published, worlds } = await protectGuided(cube, { ...base, ...changes }, makeHighsSolver);
  const content = JSON.stringify([Array.from(published), worlds]);
  expect(createHash('sha256').update(content).digest('hex').slice(0, 16)).toBe(digest);
});
