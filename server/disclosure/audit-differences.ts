import type { PublishedTables } from './published-tables.js';

/** Blanks of one relation that together hold fewer than k people: the parent minus what is published of it. */
export interface Remainder {
  readonly relation: number;
  readonly people: number;
}

/** A published group and a published one inside it that differ by fewer than k people. */
export interface Difference {
  readonly outer: number;
  readonly inner: number;
  readonly people: number;
}

/** Relations with a published parent whose blanks together hold 1 to k-1 people. */
export function isolatedRemainders({ cells, relations }: PublishedTables, k: number): Remainder[] {
  return relations.flatMap(({ parent, children }, relation): Remainder[] => {
    const whole = cells[parent]?.count ?? null;
    const parts = children.map((child) => cells[child]?.count ?? null);
    if (whole === null || !parts.includes(null)) return [];
    const people = whole - parts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    return people > 0 && people < k ? [{ relation, people }] : [];
  });
}

/**
 * Pairs of published cells, one inside the other by two steps or more, that differ by 1 to k-1 people. One step apart, such
 * a pair is either a remainder or the sum of counts that are told.
 */
export function closeDifferences(tables: PublishedTables, k: number): Difference[] {
  return tables.cells.flatMap(({ codes, count }, inner): Difference[] => {
    if (count === null) return [];
    return ancestorsOf(tables, codes).flatMap(({ cell: outer, steps }): Difference[] => {
      const people = (tables.cells[outer]?.count ?? count) - count;
      return steps > 1 && people > 0 && people < k ? [{ outer, inner, people }] : [];
    });
  });
}

/** Cells that contain the one with these codes, itself left out, and how many steps lie between. */
export function ancestorsOf(
  { parents, find }: PublishedTables,
  codes: readonly string[],
): { cell: number; steps: number }[] {
  let reached: { codes: readonly string[]; steps: number }[] = [{ codes, steps: 0 }];
  parents.forEach((up, variable) => {
    reached = reached.flatMap((start) => {
      const line = [start];
      for (let parent = up.get(codes[variable] ?? ''); parent !== undefined; parent = up.get(parent))
        line.push({ codes: start.codes.with(variable, parent), steps: start.steps + line.length });
      return line;
    });
  });
  return reached.flatMap(({ codes: above, steps }) => {
    const cell = steps === 0 ? undefined : find(above);
    return cell === undefined ? [] : [{ cell, steps }];
  });
}
