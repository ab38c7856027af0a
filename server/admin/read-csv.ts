import { CsvError, parse } from 'csv-parse/sync';

/** A line of a file that can't be taken as it is: where, and why, and (in params) the faulty cell. */
export interface CsvFault {
  readonly line: number;
  /** Name of the column as the header has it; empty where the whole line is meant. */
  readonly column: string;
  /** Catalogue key. */
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface CsvRow {
  /** Line of the file where the row starts, from 1. */
  readonly line: number;
  /** Without surrounding white space. */
  readonly cells: readonly string[];
}

/**
 * Rows of a CSV file whose cells are parted by semicolon, tab or comma, whichever the first line has.
 * Empty lines are left out. Quotes that don't close are the one fault that makes the whole file unreadable.
 */
export function readCsv(text: string): { ok: true; rows: CsvRow[] } | { ok: false; fault: CsvFault } {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const rows = records.map(({ record, info }) => ({
      line:
        info.lines - record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0),
      cells: record.map((cell) => cell.trim()),
    }));
    return { ok: true, rows: rows.filter((row) => row.cells.some((cell) => cell !== '')) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    return {
      ok: false,
      fault: { line: typeof line === 'number' ? line : 1, column: '', key: 'admin.csv.quotes' },
    };
  }
}

/** A semicolon wins over a comma: names of areas contain commas, hardly ever semicolons. */
function delimiterOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  return [';', '\t'].find((sign) => first.includes(sign)) ?? ',';
}

/** A cell as it may be repeated in a message: short, on one line. */
export function excerpt(cell: string): string {
  const plain = cell.replaceAll(/\s+/g, ' ');
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}

/** One line of a CSV file parted by semicolons, the way spreadsheets in Germany open it. */
export function csvLine(cells: readonly string[]): string {
  return (
    cells.map((cell) => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';') + '\r\n'
  );
}
