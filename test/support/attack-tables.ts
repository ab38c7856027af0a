import { expect } from 'vitest';
import { auditRelease } from '../../server/disclosure/audit-release.js';
import { checkProtection } from '../../server/disclosure/check-protection.js';
import { makeCube, type Cube } from '../../server/disclosure/cube.js';
import { codeAt, type Dimension, type Family, type Grid } from '../../server/disclosure/family.js';
import { isUnsafe, type Policy } from '../../server/disclosure/policy.js';
import { protectCube } from '../../server/disclosure/protect-cube.js';
import { linkCells, TOTAL, type PublishedTables } from '../../server/disclosure/published-tables.js';
import type { LinearSolver } from '../../server/ports/linear-solver.js';

/**
 * What a reader has of a release: the count of the cell with these codes (`a yes`, in any order; `` is everybody), null
 * where it is blank. Codes of a miniature are unique over all of its variables and levels.
 */
export type Told = (codes: string) => number | null;

/** Leaves, then for each coarser level the code of every leaf: `dimension('office', 'd1 d2 e1', 'd d e')`. */
export function dimension(id: string, leaves: string, ...coarser: string[]): Dimension {
  const levels = [leaves, ...coarser].map((text) => {
    const words = text.split(' ');
    const codes = [...new Set(words)];
    return { codes, codeOf: words.map((code) => codes.indexOf(code)) };
  });
  return { id, levels };
}

/** People by leaves, one of every dimension in their order: `{ 'a yes': 7 }`. */
export function cubeOf(family: Family, people: Readonly<Record<string, number>>): Cube {
  const builder = makeCube(family);
  for (const [codes, number] of Object.entries(people)) {
    const words = codes.split(' ');
    const leaves = family.dimensions.map(({ levels }, at) => levels[0]?.codes.indexOf(words[at] ?? '') ?? -1);
    for (let person = 0; person < number; person += 1) builder.count(leaves);
  }
  return builder.finish();
}

/** All that is told but counts between 0 and k, and whatever else is listed. */
export function naive(cube: Cube, k: number, ...alsoBlank: string[]): Told {
  const blank = new Set(alsoBlank.map((codes) => cellOf(cube.family, codes)));
  return readerOf(cube, (cell, count) => !((count > 0 && count < k) || blank.has(cell)));
}

/** The naive release that hides zeros like small counts. */
export function naiveHidingZeros(cube: Cube, k: number): Told {
  return readerOf(cube, (_, count) => count >= k);
}

/** Both guarantees, with zeros hidden and told, against readers who know one record. */
export function everyPolicy(k: number): Policy[] {
  return (['unsafe', 'published'] as const).flatMap((zeros) => policiesWith(k, zeros));
}

/** Both guarantees. */
export function policiesWith(k: number, zeros: Policy['zeros']): Policy[] {
  return (['standard', 'strict'] as const).map((guarantee) => ({ k, guarantee, zeros, insiders: 1 }));
}

/** What is published, and the checker passes. Not everything is blank: a release that tells nothing proves nothing. */
export function ours(cube: Cube, policy: Policy): Told {
  const { published, worlds } = protectCube(cube, policy);
  const verdict = checkProtection(cube, policy, { published, worlds });
  expect(verdict.faults).toEqual([]);
  expect(verdict.passed).toBe(true);
  expect([...published].every((told, cell) => told === 0 || !isUnsafe(cube.counts[cell] ?? 0, policy))).toBe(
    true,
  );
  expect(published).toContain(1);
  return readerOf(cube, (cell) => published[cell] !== 0);
}

/**
 * The attacker who knows every calculation: linear programs over all that is told, with the rules and with a record. The
 * standard guarantee does not promise that a group cannot be known to be small.
 */
export async function expectNothingFound(
  cube: Cube,
  told: Told,
  { k, zeros, guarantee }: Policy,
  solver: LinearSolver,
): Promise<void> {
  const { failures } = await auditRelease(tablesOf(cube, told), { k, zeros, records: 100 }, solver);
  const { recovered, belowK, isolated } = failures;
  expect({ recovered, belowK: guarantee === 'strict' ? belowK : 0, isolated }).toEqual({
    recovered: 0,
    belowK: 0,
    isolated: 0,
  });
}

/** Sum of some cells minus some others; null where one of them is blank. */
export function calculate(told: Told, plus: readonly string[], minus: readonly string[]): number | null {
  let sum = 0;
  for (const [sign, list] of [[1, plus] as const, [-1, minus] as const])
    for (const codes of list) {
      const count = told(codes);
      if (count === null) return null;
      sum += sign * count;
    }
  return sum;
}

/** The people of a whole that are in none of its parts that are told, and how many parts are blank. */
export interface Rest {
  readonly people: number;
  readonly blanks: number;
}

/** Null where the whole is blank, or nothing else is. */
export function restOf(told: Told, whole: string, parts: readonly string[]): Rest | null {
  const size = told(whole);
  const counts = parts.map(told);
  const blanks = counts.filter((count) => count === null).length;
  if (size === null || blanks === 0) return null;
  return { people: counts.reduce<number>((rest, count) => rest - (count ?? 0), size), blanks };
}

/** The one blank part of a whole, by subtraction; null where there is no such thing. */
export function subtract(told: Told, whole: string, parts: readonly string[]): number | null {
  const rest = restOf(told, whole, parts);
  return rest?.blanks === 1 ? rest.people : null;
}

/** Codes of every cell of the family, in its order. */
export function cellsOf(family: Family): string[] {
  return family.grids.flatMap((grid) =>
    Array.from({ length: grid.size }, (_, position) => codesOf(family, grid, grid.base + position).join(' ')),
  );
}

function readerOf(cube: Cube, isTold: (cell: number, count: number) => boolean): Told {
  return (codes) => {
    const cell = cellOf(cube.family, codes);
    const count = cube.counts[cell] ?? Number.NaN;
    return isTold(cell, count) ? count : null;
  };
}

function codesOf({ dimensions }: Family, grid: Grid, cell: number): string[] {
  return grid.axes.map(
    (axis) => dimensions[axis.dimension]?.levels[axis.level]?.codes[codeAt(cell, grid, axis)] ?? '',
  );
}

/** Throws where no table of the family has such a cell, so that a slip of the pen is not taken for a blank. */
function cellOf(family: Family, codes: string): number {
  const wanted = [...sortedWords(codes)].join(' ');
  const cell = cellsOf(family).findIndex((other) => sortedWords(other).join(' ') === wanted);
  if (cell < 0) throw new Error(`no cell ${codes}`);
  return cell;
}

function sortedWords(codes: string): string[] {
  return codes.split(' ').sort();
}

/** The levels of each variable must be nested, the finest first. */
function tablesOf({ family }: Cube, told: Told): PublishedTables {
  const cells = family.grids.flatMap((grid) =>
    Array.from({ length: grid.size }, (_, position) => {
      const codes = codesOf(family, grid, grid.base + position);
      const count = told(codes.join(' '));
      const all = family.dimensions.map((_, dimension) => {
        const axis = grid.axes.findIndex((candidate) => candidate.dimension === dimension);
        return codes[axis] ?? TOTAL;
      });
      return { codes: all, count };
    }),
  );
  const hierarchies = family.dimensions.flatMap(({ id, levels }) =>
    levels.length > 1 ? [[id, parentsOf(levels)] as const] : [],
  );
  return linkCells(
    family.dimensions.map(({ id }) => id),
    cells,
    Object.fromEntries(hierarchies),
  );
}

function parentsOf(levels: Dimension['levels']): Record<string, string> {
  return Object.fromEntries(
    levels.flatMap(({ codes, codeOf }, level) =>
      codes.map((code, at) => {
        const above = levels[level + 1];
        return [code, above?.codes[above.codeOf[codeOf.indexOf(at)] ?? -1] ?? TOTAL];
      }),
    ),
  );
}

/** Policies as cases of a test, with a name each. */
export function ways(policies: readonly Policy[]): (readonly [string, Policy])[] {
  return policies.map((policy) => [`${policy.guarantee}, zeros ${policy.zeros}`, policy] as const);
}
