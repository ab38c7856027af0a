import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { Dimension } from '../disclosure/family.js';
import { CodeFault, CodeList } from './code-list.js';
import { UsageError } from './command.js';
import type { VariableColumns } from './protect-options.js';

/** Records as positions of codes; the order of the file is kept, the text is not. */
export interface CodedData {
  readonly dimensions: readonly Dimension[];
  readonly records: number;
  /** Visits every record: its leaf in every dimension, in an array that is used again for the next one. */
  each(visit: (leaves: readonly number[]) => void): void;
}

/**
 * Reads a CSV file (UTF-8, commas, a header) in one pass. Keeps two bytes for each record and variable.
 * Throws a UsageError that names row (the header is row 1), column, reason and remedy.
 */
export async function readCodedData(file: string, variables: readonly VariableColumns[]): Promise<CodedData> {
  const reader = new RowReader(file, variables);
  try {
    await pipeline(
      createReadStream(file),
      // A quote that isn't closed would otherwise take the rest of the file into memory.
      parse({ bom: true, relax_column_count: true, max_record_size: 1_000_000 }),
      new Writable({
        objectMode: true,
        write(row: string[], _, done) {
          try {
            reader.take(row);
            done();
          } catch (error) {
            done(error instanceof Error ? error : new Error(String(error)));
          }
        },
      }),
    );
  } catch (error) {
    throw readable(error, file);
  }
  return reader.finish();
}

class RowReader {
  readonly #file: string;
  readonly #variables: readonly VariableColumns[];
  #lists: readonly CodeList[] = [];
  #width = 0;
  #row = 0;
  #records = 0;
  /** Leaves in order of appearance, a row of them for each record. */
  #leaves = new Uint16Array(1 << 16);

  constructor(file: string, variables: readonly VariableColumns[]) {
    this.#file = file;
    this.#variables = variables;
  }

  take(row: readonly string[]): void {
    this.#row += 1;
    if (this.#row === 1) {
      this.#lists = this.#readHeader(row);
      this.#width = row.length;
      return;
    }
    if (row.length !== this.#width) {
      const isEmptyLine = row.length === 1 && row[0] === '';
      if (isEmptyLine) return;
      throw new UsageError(
        `${this.#file}, row ${this.#row}: ${row.length} cells where the header has ${this.#width}; ` +
          'put quotes around cells with commas, and write out cells that are empty',
      );
    }
    const start = this.#records * this.#lists.length;
    if (start + this.#lists.length > this.#leaves.length) this.#leaves = doubled(this.#leaves);
    this.#lists.forEach((list, at) => {
      this.#leaves[start + at] = this.#leafOf(list, row);
    });
    this.#records += 1;
  }

  finish(): CodedData {
    if (this.#records === 0)
      throw new UsageError(`${this.#file} holds no records; it takes a header and a row for each record`);
    const coded = this.#lists.map((list) => list.finish());
    const places = coded.map(({ placeOf }) => placeOf);
    const [leaves, records] = [this.#leaves, this.#records];
    return {
      dimensions: coded.map(({ dimension }) => dimension),
      records,
      each(visit) {
        const record = places.map(() => 0);
        let cell = 0;
        for (let row = 0; row < records; row += 1) {
          for (const [at, placeOf] of places.entries()) {
            record[at] = placeOf[leaves[cell] ?? 0] ?? 0;
            cell += 1;
          }
          visit(record);
        }
      },
    };
  }

  #readHeader(header: readonly string[]): CodeList[] {
    const at = (column: string): number => {
      const position = header.indexOf(column);
      if (position < 0)
        throw new UsageError(
          `${this.#file} has no column ${column}; it has ${header.join(', ')} (parted by commas)`,
        );
      if (header.includes(column, position + 1))
        throw new UsageError(`${this.#file} has two columns ${column}; rename one of them`);
      return position;
    };
    return this.#variables.map((columns) => new CodeList(columns, columns.map(at)));
  }

  #leafOf(list: CodeList, row: readonly string[]): number {
    try {
      return list.leafOf(row);
    } catch (error) {
      if (!(error instanceof CodeFault)) throw error;
      throw new UsageError(`${this.#file}, row ${this.#row}, column ${error.column}: ${error.message}`);
    }
  }
}

function doubled(full: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const bigger = new Uint16Array(full.length * 2);
  bigger.set(full);
  return bigger;
}

/** Faults of the file in plain words; whatever else goes wrong stays as it is. */
function readable(error: unknown, file: string): unknown {
  if (error instanceof CsvError) {
    const line: unknown = error['lines'];
    return new UsageError(
      `${file}, about line ${typeof line === 'number' ? line : 1}: quotes are not closed, or stand in the ` +
        'middle of a cell; put quotes around the whole cell, and double those inside',
    );
  }
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return new UsageError(`there is no file ${file}`);
  if (code === 'EISDIR') return new UsageError(`${file} is a directory; --data takes a file`);
  if (code === 'EACCES') return new UsageError(`${file} may not be read by this user`);
  return error;
}
