import type { SafeTable } from './safe-table.js';
import { NO_ANSWER_CODES, TOTAL } from './table-shape.js';

/**
 * How many of a group answered the indicator: "keine Angabe" and "not asked" are no answers. Calculated from published
 * counts only, so that it reveals no more than they do; null where they do not determine it.
 *
 * `group`: one code (or `total`) for each breakdown variable.
 */
export function baseOf(table: SafeTable, group: readonly string[]): number | null {
  if (table.indicator === null) return null;
  const count = (code: string): number | null => table.cell([...group, code])?.count ?? null;
  const codes = table.indicator.codes.map(({ code }) => code);
  const size = count(TOTAL);
  if (size === null) return null;

  const given = sumOf(codes.filter((code) => !NO_ANSWER_CODES.has(code)).map(count));
  const missing = sumOf(codes.filter((code) => NO_ANSWER_CODES.has(code)).map(count));
  if (given.blanks === 0) return given.sum;
  if (missing.blanks === 0) return size - missing.sum;
  // What is published already adds up to the group: the blanks hold nobody.
  return given.sum + missing.sum === size ? given.sum : null;
}

/**
 * Share (0 to 1) of the codes among those of a group who answered; null where one of the counts or the base is blank, and
 * for codes that are no answer.
 */
export function shareOf(table: SafeTable, group: readonly string[], codes: readonly string[]): Share | null {
  if (codes.length === 0 || codes.some((code) => NO_ANSWER_CODES.has(code))) return null;
  const base = baseOf(table, group);
  const { sum, blanks } = sumOf(codes.map((code) => table.cell([...group, code])?.count ?? null));
  return base === null || base === 0 || blanks > 0 ? null : { count: sum, base, share: sum / base };
}

export interface Share {
  readonly count: number;
  readonly base: number;
  readonly share: number;
}

function sumOf(counts: readonly (number | null)[]): { readonly sum: number; readonly blanks: number } {
  return {
    sum: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    blanks: counts.filter((count) => count === null).length,
  };
}
