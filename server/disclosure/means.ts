import type { SafeTable } from './safe-table.js';
import { baseOf, readingOf } from './shares.js';
import { NO_ANSWER_CODES, TOTAL } from './table-shape.js';

/** The mean position on a scale: 1 for its lowest point, and so on. */
export interface Mean {
  readonly mean: number;
  /** People who chose a point of the scale. */
  readonly base: number;
}

/**
 * Mean of a scale in one group, calculated from published counts only, so that it reveals no more than they do. Null where
 * the subject is no scale, where any point's count is blank and could hold somebody, and where nobody chose a point.
 *
 * `group`: one code (or `total`) for each variable of `readingOf(table).groups`.
 */
export function meanOf(table: SafeTable, group: readonly string[]): Mean | null {
  const { subject } = readingOf(table);
  const { scale } = subject;
  if (scale === undefined || table.indicator === null) return null;
  const answered = baseOf(table, group);
  if (answered === null) return null;
  const told = (code: string): number | null => table.cell([...group, code])?.count ?? null;
  // All answers, points or not ("don't know"): only where they add up do blanks hold nobody.
  const others = subject.codes
    .map(({ code }) => code)
    .filter((code) => !scale.includes(code) && !NO_ANSWER_CODES.has(code));
  const all = [...scale, ...others].reduce((sum, code) => sum + (told(code) ?? 0), 0);
  if (all !== answered) return null;
  const base = scale.reduce((sum, code) => sum + (told(code) ?? 0), 0);
  if (base === 0) return null;
  return { mean: scale.reduce((sum, code, at) => sum + (at + 1) * (told(code) ?? 0), 0) / base, base };
}

/** Every group of a table that has a mean, in the order of its cells; everybody together stands last. */
export function meansOf(table: SafeTable): { readonly group: readonly string[]; readonly mean: Mean }[] {
  const { groups } = readingOf(table);
  const combinations = groups.reduce<string[][]>(
    (lists, { codes }) =>
      lists.flatMap((list) => [...codes.map(({ code }) => code), TOTAL].map((code) => [...list, code])),
    [[]],
  );
  return combinations.flatMap((group) => {
    const mean = meanOf(table, group);
    return mean === null ? [] : [{ group, mean }];
  });
}
