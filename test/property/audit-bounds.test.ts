import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { ReaderAudit } from '../../server/disclosure/audit-release.js';
import { ancestorsOf } from '../../server/disclosure/audit-differences.js';
import type { LinearSolver } from '../../server/ports/linear-solver.js';
import { makeHighsSolver } from '../../server/solver/highs-solver.js';
import { auditTiny, crossTable, tiny } from '../support/tiny-release.js';

/**
 * The oracle tries every table there is. In tables of two variables a linear program has whole-number corners, so that it
 * must find exactly as much.
 */
const solver = makeHighsSolver();
afterAll(() => solver.close());

/** What is otherwise done with large programs only. */
const fromNowhere: LinearSolver = {
  async open(program, changing) {
    const model = await solver.open(program, changing);
    return {
      maximise: (objective, bounds, path = {}) =>
        model.maximise(objective, bounds, path.keep === true ? { ...path, from: 'nowhere' } : path),
      close: () => model.close(),
    };
  },
  close: () => solver.close(),
};

const [height, width] = [2, 3];
/** Inner counts, how many people at most, what would be blank if it may be, and the rules. */
const release = fc.record({
  counts: fc.array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(0, 1) }, fc.constantFrom(2, 3)), {
    minLength: height * width,
    maxLength: height * width,
  }),
  hidden: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  zeros: fc.constantFrom('unsafe' as const, 'published' as const),
  k: fc.integer({ min: 2, max: 4 }),
});

it.each([
  ['the last solution', solver],
  ['nowhere', fromNowhere],
])('finds exactly what a search through all tables finds, programs for many from %s', async (_, way) => {
  let [failing, fine] = [0, 0];
  await fc.assert(
    fc.asyncProperty(release, async ({ counts, hidden, zeros, k }) => {
      const truth = withMargins(counts);
      const shown = truth.map((count, cell) =>
        cell > 0 && hidden[cell] === true && (zeros === 'unsafe' || count > 0) ? null : count,
      );
      const rows = Array.from({ length: height + 1 }, (_, r) =>
        shown.slice(r * (width + 1), (r + 1) * (width + 1)),
      );
      const tables = tiny('row column', crossTable(rows));
      const found = await auditTiny(tables, way, { k, zeros });
      const fitting = allTables(truth[0] ?? 0).filter((table) =>
        table.every((count, cell) => shown[cell] === null || shown[cell] === count),
      );
      const blanks = shown.flatMap((count, cell) => (count === null ? [cell] : []));
      const knowing = fitting.filter(
        (table) => zeros === 'unsafe' || blanks.every((cell) => (table[cell] ?? 0) > 0),
      );
      const inside = blanks.map((record) => {
        const holding = [
          record,
          ...ancestorsOf(tables, tables.cells[record]?.codes ?? []).map(({ cell }) => cell),
        ];
        return knowing.filter((table) => holding.every((cell) => (table[cell] ?? 0) > 0));
      });
      const naive = whatFollows([fitting], blanks, k);
      expect(summary(found.readers.naive)).toEqual(naive);
      expect(summary(found.readers.knowsRules)).toEqual(whatFollows([knowing], blanks, k));
      expect(summary(found.readers.insider)).toEqual(whatFollows(inside, blanks, k));
      if (naive.belowK.length > 0) failing += 1;
      else if (blanks.length > 1) fine += 1;
    }),
    { numRuns: 150 },
  );
  expect(Math.min(failing, fine)).toBeGreaterThan(10);
});

/** Cells in the order of `crossTable`: total, columns, then each row with its total first. */
function withMargins(counts: readonly number[]): number[] {
  const rows = Array.from({ length: height }, (_, r) => counts.slice(r * width, (r + 1) * width));
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const columns = Array.from({ length: width }, (_, c) => sum(rows.map((row) => row[c] ?? 0)));
  return [sum(counts), ...columns, ...rows.flatMap((row) => [sum(row), ...row])];
}

/** Every table of so many people. */
function allTables(people: number): number[][] {
  const found: number[][] = [];
  const fill = (counts: readonly number[], left: number): void => {
    if (counts.length === height * width - 1) {
      found.push(withMargins([...counts, left]));
      return;
    }
    for (let next = 0; next <= left; next += 1) fill([...counts, next], left - next);
  };
  fill([], people);
  return found;
}

/** What any of these readers knows for certain; somebody for whom no table fits doesn't exist. */
function whatFollows(readers: readonly number[][][], blanks: readonly number[], k: number) {
  const possible = readers.filter((tables) => tables.length > 0);
  const spans = blanks.map((cell) => ({
    cell,
    spans: possible.map((tables) => tables.map((table) => table[cell] ?? 0)),
  }));
  return {
    fixed: spans
      .filter(({ spans: of }) => of.some((values) => new Set(values).size === 1))
      .map(({ cell }) => cell),
    belowK: spans
      .filter(({ spans: of }) => of.some((values) => Math.max(...values) < k))
      .map(({ cell }) => cell),
  };
}

function summary({ recovered, harmless, belowK }: ReaderAudit) {
  const cells = (proven: ReaderAudit['recovered']): number[] =>
    proven.map(({ cell }) => cell).sort((a, b) => a - b);
  return { fixed: cells([...recovered, ...harmless]), belowK: cells(belowK) };
}
