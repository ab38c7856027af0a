import { mintSafeTable, shapeOfTable, type SafeTable } from '../../../server/disclosure/safe-table.js';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import { cellCodes, TOTAL } from '../../../server/disclosure/table-shape.js';
import type { Variable } from '../../../server/survey/variables.js';

/** How many people have each combination of codes; keys are the codes, joined by a space. */
export type World = ReadonlyMap<string, number>;

/**
 * Worlds that look the same as the release does: every told cell has its count, whatever the blanks hide. At most `most`
 * of them, in an order of their own; not all where the search takes long.
 */
export function worldsLike(release: SafeRelease, variables: readonly Variable[], most: number): World[] {
  const inner = variables.reduce<string[][]>(
    (list, { codes }) => list.flatMap((cell) => codes.map(({ code }) => [...cell, code])),
    [[]],
  );
  const limits: { left: number }[] = [];
  const limitsOf: { left: number }[][] = inner.map(() => []);
  for (const table of release.tables) {
    const places = idsOf(table).map((id) => variables.findIndex((one) => one.id === id));
    for (const { codes, count } of table.cells) {
      if (count === null) continue;
      const limit = { left: count };
      limits.push(limit);
      inner.forEach((cell, at) => {
        const isIn = places.every((place, own) => codes[own] === TOTAL || codes[own] === cell[place]);
        if (isIn) limitsOf[at]!.push(limit);
      });
    }
  }
  const found: World[] = [];
  const counts = inner.map(() => 0);
  let steps = 0;
  const fill = (at: number): void => {
    if (found.length >= most || (steps += 1) > 200_000) return;
    if (at === inner.length) {
      if (limits.every(({ left }) => left === 0))
        found.push(new Map(inner.map((cell, index) => [cell.join(' '), counts[index]!])));
      return;
    }
    const own = limitsOf[at]!;
    const highest = Math.min(20, ...own.map(({ left }) => left));
    for (let count = 0; count <= highest; count += 1) {
      for (const limit of own) limit.left -= count;
      // What is filled last in some told cell has to make up the rest.
      const isOpen = own.every(
        (limit) => limit.left === 0 || limitsOf.slice(at + 1).some((l) => l.includes(limit)),
      );
      counts[at] = count;
      if (isOpen) fill(at + 1);
      for (const limit of own) limit.left += count;
    }
  };
  fill(0);
  return found;
}

/** The same tables with every count told as it is in a world, however small. */
export function toldInFull(
  { tables, ...rest }: SafeRelease,
  variables: readonly Variable[],
  world: World,
): SafeRelease {
  const people = [...world].map(([key, count]) => ({ codes: key.split(' '), count }));
  const full = tables.map((table) => {
    const shape = shapeOfTable(table);
    const places = idsOf(table).map((id) => variables.findIndex((one) => one.id === id));
    const content = cellCodes(shape).map((codes) =>
      people
        .filter((one) =>
          places.every((place, own) => codes[own] === TOTAL || codes[own] === one.codes[place]),
        )
        .reduce((sum, { count }) => sum + count, 0),
    );
    return mintSafeTable({ shape, k: 0, content });
  });
  return { ...rest, tables: full };
}

function idsOf({ breakdown, indicator }: SafeTable): string[] {
  return [...breakdown, ...(indicator === null ? [] : [indicator])].map(({ id }) => id);
}
