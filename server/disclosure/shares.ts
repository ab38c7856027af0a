import type { SafeTable, TableVariable } from './safe-table.js';
import { NO_ANSWER_CODES, TOTAL } from './table-shape.js';

/**
 * How a table is read: the codes of `subject` within each combination of codes of `groups`. The subject is the
 * indicator; in a table of group sizes it is the last breakdown variable ("age within each gender").
 */
export interface Reading {
  readonly groups: readonly TableVariable[];
  readonly subject: TableVariable;
}

/** Throws for a table that counts nothing; no plan with one passes check-plan.ts. */
export function readingOf(table: SafeTable): Reading {
  const subject = table.indicator ?? table.breakdown.at(-1);
  if (subject === undefined) throw new Error(`table ${table.id} has no variable`);
  return { groups: table.indicator === null ? table.breakdown.slice(0, -1) : table.breakdown, subject };
}

/**
 * How many of a group answered: "keine Angabe" and "not asked" are no answers. Calculated from published counts only, so
 * that it reveals no more than they do; null where they do not determine it.
 *
 * `group`: one code (or `total`) for each variable of `readingOf(table).groups`.
 */
export function baseOf(table: SafeTable, group: readonly string[]): number | null {
  const count = (code: string): number | null => table.cell([...group, code])?.count ?? null;
  const codes = readingOf(table).subject.codes.map(({ code }) => code);
  const size = count(TOTAL);
  if (size === null) return null;

  const given = sumOf(codes.filter((code) => !NO_ANSWER_CODES.has(code)).map(count));
  const missing = sumOf(codes.filter((code) => NO_ANSWER_CODES.has(code)).map(count));
  if (given.blanks === 0) return given.sum;
  if (missing.blanks === 0) return size - missing.sum;
  // What is published already adds up to the group: the blanks hold nobody.
  return given.sum + missing.sum === size ? given.sum : null;
}

export interface Share {
  readonly count: number;
  readonly base: number;
  /** count / base, between 0 and 1. */
  readonly share: number;
}

/**
 * Share of some codes of the subject among those who answered, in one group or several disjoint ones taken together.
 * Null where a count or base is blank, where nobody answered, and for codes that are no answer.
 */
export function shareOf(
  table: SafeTable,
  groups: readonly (readonly string[])[],
  codes: readonly string[],
): Share | null {
  if (codes.length === 0 || codes.some((code) => NO_ANSWER_CODES.has(code))) return null;
  const counts = sumOf(
    groups.flatMap((group) => codes.map((code) => table.cell([...group, code])?.count ?? null)),
  );
  const bases = sumOf(groups.map((group) => baseOf(table, group)));
  if (counts.blanks > 0 || bases.blanks > 0 || bases.sum === 0) return null;
  return { count: counts.sum, base: bases.sum, share: counts.sum / bases.sum };
}

function sumOf(counts: readonly (number | null)[]): { readonly sum: number; readonly blanks: number } {
  return {
    sum: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    blanks: counts.filter((count) => count === null).length,
  };
}
