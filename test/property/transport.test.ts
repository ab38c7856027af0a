import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperBounds } from '../../server/disclosure/transport.js';

type Table = readonly (readonly number[])[];

const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0);
const rowSums = (table: Table): number[] => table.map(sum);
const columnSums = (table: Table): number[] =>
  (table[0] ?? []).map((_, at) => sum(table.map((row) => row[at] ?? 0)));

/** Every table with these sums that leaves the impossible cells empty: by trying all. */
function allTables(rows: readonly number[], columns: readonly number[], possible: Table): number[][][] {
  const [first, ...rest] = rows;
  if (first === undefined) return columns.every((count) => count === 0) ? [[]] : [];
  const [allowed, ...others] = possible;
  return splits(first, columns, allowed ?? []).flatMap((row) =>
    allTables(
      rest,
      columns.map((count, at) => count - (row[at] ?? 0)),
      others,
    ).map((table) => [row, ...table]),
  );
}

function splits(total: number, room: readonly number[], allowed: readonly number[]): number[][] {
  const [most, ...otherRoom] = room;
  if (most === undefined) return total === 0 ? [[]] : [];
  const [open, ...otherAllowed] = allowed;
  const limit = open === 1 ? Math.min(total, most) : 0;
  return Array.from({ length: limit + 1 }, (_, count) => count).flatMap((count) =>
    splits(total - count, otherRoom, otherAllowed).map((row) => [count, ...row]),
  );
}

const tables = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([rows, columns]) => {
    const matrix = (cell: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      });
    return fc.record({
      truth: matrix(fc.integer({ min: 0, max: 4 })),
      possible: matrix(fc.constantFrom(0, 1, 1)),
    });
  });

describe('the upper bounds of a two-way table', () => {
  it('are those found by trying every table with the same margins', () => {
    fc.assert(
      fc.property(tables, ({ truth, possible }) => {
        const counts = truth.map((row, i) => row.map((count, j) => (possible[i]?.[j] === 1 ? count : 0)));
        const [rows, columns] = [rowSums(counts), columnSums(counts)];
        const worlds = allTables(rows, columns, possible);
        const expected = counts.map((row, i) =>
          row.map((_, j) => Math.max(...worlds.map((w) => w[i]?.[j] ?? 0))),
        );
        expect(upperBounds({ rows, columns, possible: (i, j) => possible[i]?.[j] === 1 })).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('do not exist for margins that belong to no table', () => {
    const anything = (): boolean => true;
    expect(() => upperBounds({ rows: [3], columns: [4], possible: anything })).toThrow(/different totals/);
    expect(() => upperBounds({ rows: [3, 1], columns: [2, 2], possible: (i, j) => i === j })).toThrow(
      /no table/,
    );
  });
});
