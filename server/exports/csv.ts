import type { Column } from './columns.js';

/** How a CSV file is written; all are RFC 4180 with CRLF, in UTF-8. */
export interface Dialect {
  readonly delimiter: ',' | ';';
  readonly decimal: '.' | ',';
  /** A byte order mark, by which a spreadsheet knows the encoding. */
  readonly bom: boolean;
}

/** For programs. */
export const comma: Dialect = { delimiter: ',', decimal: '.', bom: false };
/** What a spreadsheet with German settings opens by a double click. */
export const semicolon: Dialect = { delimiter: ';', decimal: ',', bom: true };

const LINE_END = '\r\n';

/**
 * Rows under the names of their columns. Null is an empty field. Numbers are written as given by the caller (as text with a
 * point where they have decimals); a text that a spreadsheet would run as a formula starts with an apostrophe. Written by
 * hand because these are the largest files of a release, and a library for streams takes five times as long.
 */
export function csvText(
  columns: readonly Column[],
  rows: readonly (readonly (string | number | null)[])[],
  { delimiter, decimal, bom }: Dialect,
): string {
  const swaps = columns.map(({ type }) => decimal === ',' && type === 'number');
  const lines = rows.map((row) =>
    row
      .map((cell, at) => {
        if (cell === null) return '';
        if (typeof cell === 'number') return String(cell);
        return field(swaps[at] === true ? cell.replace('.', ',') : cell);
      })
      .join(delimiter),
  );
  const head = columns.map(({ name }) => field(name)).join(delimiter);
  return [bom ? '\uFEFF' : '', [head, ...lines, ''].join(LINE_END)].join('');
}

function field(text: string): string {
  // Full-width twins of the four signs are formulas in some spreadsheets, too.
  const harmless = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
