import { afterAll, expect, it } from 'vitest';
import { auditAsJson, auditAsText } from '../../../server/cli/audit-report.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';
import { auditTiny, crossTable, tiny } from '../../support/tiny-release.js';

const solver = makeHighsSolver();
afterAll(() => solver.close());

const tables = tiny(
  'row column',
  crossTable([
    [176, 49, 52, 38, 37],
    [50, null, null, 20, 20],
    [16, null, null, null, null],
    [55, 20, 20, null, null],
    [55, 20, 20, null, null],
  ]),
);
const told = async (pools: number, singles: number) => {
  const belowKLimit = { blanks: 1, pools, singles };
  const rules = { k: 6, zeros: 'unsafe', records: 0, belowKLimit } as const;
  const audit = await auditTiny(tables, solver, rules);
  const context = { tables, rules, guarantee: 'standard' } as const;
  const json = auditAsJson(audit, context) as { undecided: unknown[] };
  return { lines: auditAsText(audit, context), undecided: json.undecided };
};

it('tells what stays open, and how to have it decided', async () => {
  const { lines, undecided } = await told(1, 0);
  expect(undecided).toContainEqual({ row: 'r2', column: 'c3' });
  const count = undecided.length;
  expect(lines.at(-1)).toBe(`recovered 0, below k 0, isolated 0, undecided ${count}`);
  expect(lines.filter((line) => line.startsWith('Undecided'))).toEqual([
    `Undecided: ${count} more blanks may be provably below k or not (systems of 1 blanks or more get 1 programs for many ` +
      'blanks and 0 for single ones a reader; --below-k all decides about each)',
  ]);
  expect(lines).toContain('    row r2, column c3');
});

it('says nothing of it where nothing stays open', async () => {
  const { lines, undecided } = await told(9, 99);
  expect(undecided).toEqual([]);
  expect(lines.join('\n')).not.toMatch(/undecided/i);
  expect(lines.at(-1)).toBe('recovered 0, below k 2, isolated 0');
});
