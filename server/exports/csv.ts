import { stringify } from 'csv-stringify/sync';
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

/**
 * Rows under the names of their columns. Null is an empty field. Numbers are written as given by the caller (as text with a
 * point where they have decimals); a text that a spreadsheet would run as a formula starts with an apostrophe.
 */
export function csvText(
  columns: readonly Column[],
  rows: readonly (readonly (string | number | null)[])[],
  { delimiter, decimal, bom }: Dialect,
): string {
  const written = rows.map((row) =>
    row.map((cell, at) =>
      decimal === ',' && columns[at]?.type === 'number' ? String(cell ?? '').replace('.', ',') : cell,
    ),
  );
  return stringify([columns.map(({ name }) => name), ...written], {
    bom,
    delimiter,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
