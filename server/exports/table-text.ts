import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES } from '../disclosure/table-shape.js';
import type { Lang } from '../ports/office.js';
import { linesOf } from './table-lines.js';

/** How numbers are written; http/format.ts is one. */
export interface NumberFormat {
  number(value: number): string;
  percent(fraction: number, digits?: number): string;
}

export interface TableText {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold numbers. */
  readonly numeric: readonly number[];
}

/** The sign of a blank: for zero, small and complementary alike. */
export const BLANK = '–';

/**
 * A table in words: a row for each group, a column for each code with count and share. Without groups, a row for each
 * code. No rows where the table was withheld.
 */
export function tableText(
  table: SafeTable,
  lang: Lang,
  format: NumberFormat,
  words: {
    readonly answer: string;
    readonly count: string;
    readonly share: string;
    readonly size: string;
    readonly base: string;
  },
): TableText {
  const { groups, subject } = readingOf(table);
  const lines = linesOf(table);
  const count = (value: number | null): string => (value === null ? BLANK : format.number(value));
  const share = (value: number | null): string => (value === null ? BLANK : format.percent(value));

  if (groups.length === 0) {
    const rows = lines.flatMap(({ figures, base, size }) => [
      ...figures.map((figure) => [
        figure.label[lang],
        count(figure.count),
        NO_ANSWER_CODES.has(figure.code) ? '' : share(figure.share),
      ]),
      [words.base, count(base), ''],
      [words.size, count(size), ''],
    ]);
    return { head: [words.answer, words.count, words.share], rows, numeric: [1, 2] };
  }
  const names = groups.map(({ label }) => label[lang]);
  const codes = subject.codes.map(({ label }) => label[lang]);
  return {
    head: [...names, words.size, words.base, ...codes],
    rows: lines.map(({ group, size, base, figures }) => [
      ...group.map(({ label }) => label[lang]),
      count(size),
      count(base),
      ...figures.map((figure) =>
        figure.share === null ? count(figure.count) : `${count(figure.count)} (${share(figure.share)})`,
      ),
    ]),
    numeric: Array.from({ length: 2 + codes.length }, (_, at) => names.length + at),
  };
}
