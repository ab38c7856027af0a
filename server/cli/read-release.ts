import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import {
  linkCells,
  ReleaseFault,
  type PublishedCell,
  type PublishedTables,
} from '../disclosure/published-tables.js';
import { InputError } from './command.js';

const hierarchiesSchema = z.record(z.string(), z.record(z.string(), z.string()));
const summarySchema = z.object({
  k: z.int().min(2).optional(),
  zeros: z.enum(['unsafe', 'published']).optional(),
  guarantee: z.enum(['standard', 'strict']).optional(),
});
const rowsSchema = z.array(z.array(z.string()));

export type ReleaseSummary = z.infer<typeof summarySchema>;

const countColumn = 'published';

/** A release as it is handed out: tables.csv, hierarchy.json, and summary.json if there is one. Throws InputError. */
export function readRelease(folder: string): { tables: PublishedTables; summary: ReleaseSummary } {
  const [header = [], ...rows] = readTable(join(folder, 'tables.csv'));
  const hierarchies = readJson(join(folder, 'hierarchy.json'), hierarchiesSchema);
  const summary = readJson(join(folder, 'summary.json'), summarySchema, {});
  const tables = namingFile(folder, () => {
    const { variables, cells } = readCells(header, rows);
    return linkCells(variables, cells, hierarchies);
  });
  return { tables, summary };
}

/** Runs something that may find fault with a file of the release, and says which file of which folder it was. */
export function namingFile<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw named(folder, error);
  }
}

export function named(folder: string, error: unknown): unknown {
  return error instanceof ReleaseFault
    ? new InputError(`${join(folder, error.file)}: ${error.message}`)
    : error;
}

function readCells(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): { variables: string[]; cells: PublishedCell[] } {
  const fault = (message: string): ReleaseFault => new ReleaseFault('tables.csv', message);
  const at = header.indexOf(countColumn);
  if (at < 0)
    throw fault(`has no column ${countColumn}: name the column of the counts so (empty for a blank)`);
  const variables = header.filter((_, column) => column !== at);
  if (variables.length === 0) throw fault('has no variable: add a column for each');
  if (new Set(variables).size < variables.length || variables.includes(''))
    throw fault('has columns without a name of their own: name each once');
  if (rows.length === 0) throw fault('has no cells: one row a cell');
  const cells = rows.map((row, index): PublishedCell => {
    const text = row[at] ?? '';
    if (!/^(\d{1,15})?$/.test(text))
      throw fault(
        `line ${index + 2}: ${countColumn} is ${text}: write a whole number of people, or nothing for a blank`,
      );
    const codes = row.filter((_, column) => column !== at);
    const empty = codes.indexOf('');
    if (empty >= 0)
      throw fault(`line ${index + 2}: ${variables[empty] ?? ''} is empty: write its code, or Total`);
    return { codes, count: text === '' ? null : Number(text) };
  });
  return { variables, cells };
}

function readTable(path: string): string[][] {
  try {
    return rowsSchema.parse(parse(readText(path), { bom: true, skip_empty_lines: true }));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: is no table with commas (${messageOf(error)}): write one row a cell`);
  }
}

function readJson<T>(path: string, schema: z.ZodType<T>, ifMissing?: T): T {
  const text = readText(path, ifMissing !== undefined);
  if (text === null && ifMissing !== undefined) return ifMissing;
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch (error) {
    throw new InputError(`${path}: is no JSON (${messageOf(error)}): correct it`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path: where = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new InputError(`${path}: ${where.join('.')}: ${message}: correct it`);
}

function readText(path: string): string;
function readText(path: string, optional: boolean): string | null;
function readText(path: string, optional = false): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (optional && error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new InputError(`${path}: cannot be read (${messageOf(error)}): name the folder that holds it`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
