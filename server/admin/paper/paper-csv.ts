import type { Answers, AnswerValue, Definition, Item } from '../../survey/definition.js';
import { checkBallotAnswers } from '../../survey/ballot.js';
import { itemsOf } from '../../survey/items.js';
import type { CsvFault, CsvRow } from '../read-csv.js';
import { csvLine, excerpt } from '../read-csv.js';

/** Parts several answers in one cell. */
const SEVERAL = '|';

export interface PaperColumn {
  /** `ressort`, or `climate.belong` for a row of a matrix. */
  readonly name: string;
  readonly item: Item;
  /** The row of a matrix. */
  readonly row: string | null;
}

/** Every column that a file of paper answers may have, in the order of the questionnaire. */
export function paperColumns(definition: Definition): PaperColumn[] {
  return itemsOf(definition).flatMap((item): PaperColumn[] =>
    item.type === 'matrix'
      ? item.rows.map(({ id }) => ({ name: `${item.id}.${id}`, item, row: id }))
      : [{ name: item.id, item, row: null }],
  );
}

/** A file to fill in: the names of all columns. */
export function paperTemplate(definition: Definition): string {
  return csvLine(paperColumns(definition).map(({ name }) => name));
}

export type HeaderRead =
  { ok: true; columns: readonly PaperColumn[] } | { ok: false; faults: readonly CsvFault[] };

/** Which column stands for what. Columns may be missing and in any order; an unknown or repeated one is a fault. */
export function readPaperHeader(definition: Definition, header: CsvRow): HeaderRead {
  const known = new Map(paperColumns(definition).map((column) => [column.name, column]));
  const seen = new Set<string>();
  const columns: PaperColumn[] = [];
  const faults: CsvFault[] = [];
  for (const name of header.cells) {
    const column = known.get(name);
    const fault = (key: string) => faults.push({ line: header.line, column: excerpt(name), key });
    if (column === undefined)
      fault(name === '' ? 'admin.paper.fault.noName' : 'admin.paper.fault.unknownColumn');
    else if (seen.has(name)) fault('admin.paper.fault.repeatedColumn');
    else columns.push(column);
    seen.add(name);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, columns };
}

export type FormRead = { ok: true; answers: Answers } | { ok: false; faults: readonly CsvFault[] };

/** The answers of one row, or everything that is wrong with it. */
export function readPaperForm(
  definition: Definition,
  columns: readonly PaperColumn[],
  row: CsvRow,
): FormRead {
  if (row.cells.length !== columns.length) {
    const params = { found: row.cells.length, expected: columns.length };
    return { ok: false, faults: [{ line: row.line, column: '', key: 'admin.paper.fault.width', params }] };
  }
  const answers = answersOf(columns, row.cells);
  const faults = checkBallotAnswers(definition, answers).map(({ itemId, key, params }): CsvFault => ({
    line: row.line,
    column: itemId,
    key,
    ...(params && { params }),
  }));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, answers };
}

function answersOf(columns: readonly PaperColumn[], cells: readonly string[]): Answers {
  const answers: Record<string, AnswerValue> = {};
  const matrices: Record<string, Record<string, string>> = {};
  columns.forEach(({ item, row }, index) => {
    const cell = cells[index] ?? '';
    if (cell === '') return;
    if (row !== null) (matrices[item.id] ??= {})[row] = cell;
    else if (item.type === 'multi') answers[item.id] = cell.split(SEVERAL).map((value) => value.trim());
    else answers[item.id] = cell;
  });
  return { ...answers, ...matrices };
}
