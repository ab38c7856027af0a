import { stringify } from 'csv-stringify/sync';
import type { Reference } from '../../references/reference.js';
import type { CsvFault } from '../read-csv.js';
import { excerpt, readCsv } from '../read-csv.js';
import type { KnownCodes } from './read-reference.js';
import { readReference } from './read-reference.js';
import type { Cells, Column } from './reference-cells.js';
import { cellsOf, columns, noCells } from './reference-cells.js';

const MOST_FIGURES = 2_000;
/** Enough to see what is wrong; putting tens of thousands into words would keep everybody else waiting. */
const MOST_FAULTS = 100;

export type ReadFigures =
  | { readonly ok: true; readonly references: readonly Reference[] }
  | { readonly ok: false; readonly faults: readonly CsvFault[]; readonly stopped: boolean };

/**
 * Figures from a file whose first line names the columns, in any order. Either all lines are good, or nothing comes out
 * but what is wrong, line by line. Reading stops after a hundred faults, which `stopped` tells.
 */
export function readReferences(text: string, known: KnownCodes): ReadFigures {
  const read = readCsv(text);
  if (!read.ok) return refused([read.fault]);
  const [header, ...rows] = read.rows;
  const names = header?.cells.map((name) => name.toLowerCase()) ?? [];
  const headerFaults = faultsOfHeader(names, rows.length);
  if (headerFaults.length > 0) return refused(headerFaults);

  const references: Reference[] = [];
  const faults: CsvFault[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, cells: typed } of rows) {
    if (faults.length > MOST_FAULTS) break;
    if (typed.length > names.length) faults.push({ line, column: '', key: 'references.fault.cells' });
    const cells = Object.fromEntries(names.map((name, at) => [name, disarmed(typed[at] ?? '')])) as Cells;
    const found = readReference({ ...noCells, ...cells }, known);
    if (found.ok) references.push(found.reference);
    else faults.push(...found.faults.map((fault) => ({ line, ...fault })));
    const before = lineOf.get(cells.id);
    if (before === undefined) lineOf.set(cells.id, line);
    else
      faults.push({
        ...{ line, column: 'id', key: 'references.fault.duplicate' },
        params: { value: excerpt(cells.id), before },
      });
  }
  return faults.length > 0 ? refused(faults) : { ok: true, references };
}

function refused(faults: readonly CsvFault[]): ReadFigures {
  return { ok: false, faults: faults.slice(0, MOST_FAULTS), stopped: faults.length > MOST_FAULTS };
}

function faultsOfHeader(names: readonly string[], rows: number): CsvFault[] {
  const fault = (key: string, params: CsvFault['params'] = {}): CsvFault => ({
    line: 1,
    column: '',
    key,
    params,
  });
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) return [fault('references.fault.columns', { names: missing.join(', ') })];
  const strange = names.filter((name, at) => !isColumn(name) || names.indexOf(name) !== at);
  if (strange.length > 0) return [fault('references.fault.strange', { names: excerpt(strange.join(', ')) })];
  if (rows === 0) return [fault('references.fault.empty')];
  return rows > MOST_FIGURES ? [fault('references.fault.tooMany', { most: MOST_FIGURES, found: rows })] : [];
}

function isColumn(name: string): name is Column {
  return columns.some((column) => column === name);
}

/**
 * The figures as a file that `readReferences` takes back unchanged: semicolons, CRLF, UTF-8 with a byte order mark. A cell
 * that a spreadsheet would run as a formula starts with an apostrophe.
 */
export function writeReferences(references: readonly Reference[]): string {
  const rows = references.map((reference) => {
    const cells = cellsOf(reference);
    return columns.map((column) => cells[column]);
  });
  return stringify([[...columns], ...rows], {
    ...{ bom: true, delimiter: ';', record_delimiter: 'windows', escape_formulas: true },
  });
}

/** Without the apostrophe that `writeReferences`, or a spreadsheet, has put before a formula. */
function disarmed(cell: string): string {
  return /^'[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell;
}
