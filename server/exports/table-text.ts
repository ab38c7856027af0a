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

/** A sign with words for those who don't see it. */
export interface Sign {
  readonly sign: string;
  readonly spoken: string;
}

export interface TableText {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | Sign)[])[];
  /** Columns that hold numbers. */
  readonly numeric: readonly number[];
  /** What a blank looks like. */
  readonly blank: string;
}

/**
 * The sign of a blank: for zero, small and complementary alike. Not a dash, by which official statistics mean "nothing";
 * the Federal Employment Agency marks what it keeps back in the same way.
 */
export const BLANK = '*';

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
    /** A blank, spoken. */
    readonly blank: string;
  },
): TableText {
  const { groups, subject } = readingOf(table);
  const lines = linesOf(table);
  const blank: Sign = { sign: BLANK, spoken: words.blank };
  const count = (value: number | null): string | Sign => (value === null ? blank : format.number(value));
  const share = (value: number | null): string | Sign => (value === null ? blank : format.percent(value));

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
    return { head: [words.answer, words.count, words.share], rows, numeric: [1, 2], blank: BLANK };
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
        figure.share === null || figure.count === null
          ? count(figure.count)
          : `${format.number(figure.count)} (${format.percent(figure.share)})`,
      ),
    ]),
    numeric: Array.from({ length: 2 + codes.length }, (_, at) => names.length + at),
    blank: BLANK,
  };
}
