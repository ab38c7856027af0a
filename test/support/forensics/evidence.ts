import type { DataCopy } from './data-copies.js';
import { findMany } from './find-many.js';
import { isDatabase } from './sqlite-pages.js';
import { readDatabase, type RawDatabase, type RawRow } from './sqlite-rows.js';

/** What an attacker holds: copies of the data folder, oldest first, and everything the program wrote to its outputs. */
export interface Evidence {
  readonly copies: readonly DataCopy[];
  readonly output: string;
}

/**
 * What one kind of trace of every respondent looks like, in the order in which they submitted. Only the judge of an attack
 * could know these bytes. Granting them to the attacker makes the attack stronger than any real one, and independent of
 * how a store names its tables.
 */
export interface Trail {
  readonly name: string;
  /** For each respondent every form in which the trace may be written down, each of 8 bytes or more. */
  readonly people: readonly (readonly Buffer[])[];
}

/** A row that belongs to a respondent. */
export interface OwnRow {
  readonly person: number;
  readonly row: RawRow;
}

/** Where a respondent's trace was found in a file. */
export interface Finding {
  readonly person: number;
  readonly offset: number;
}

const databases = new WeakMap<Buffer, RawDatabase | null>();

/** The file taken apart, once; null where it is no database or its structure is broken, as in the middle of a commit. */
export function databaseIn(file: Buffer): RawDatabase | null {
  const known = databases.get(file);
  if (known !== undefined) return known;
  const database = isDatabase(file) ? readOrNull(file) : null;
  databases.set(file, database);
  return database;
}

function readOrNull(file: Buffer): RawDatabase | null {
  try {
    return readDatabase(file);
  } catch {
    return null;
  }
}

/** The respondents' rows of every table and index of a copy, by `file/table`. */
export function ownRows(copy: DataCopy, trail: Trail): Map<string, OwnRow[]> {
  const personOf = new Map(
    trail.people.flatMap((marks, person) => marks.map((mark) => [mark.toString('latin1'), person] as const)),
  );
  const found = new Map<string, OwnRow[]>();
  for (const [path, { bytes }] of copy) {
    for (const tree of databaseIn(bytes)?.trees ?? []) {
      const own = tree.rows.flatMap((row) => {
        const person = row.values
          .map((value) => personOf.get(Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
          .find((one) => one !== undefined);
        return person === undefined ? [] : [{ person, row }];
      });
      if (own.length > 0) found.set(`${path}/${tree.name}`, own);
    }
  }
  return found;
}

const tracers = new WeakMap<Trail, (text: Buffer) => Finding[]>();

/** A search for every respondent's traces anywhere in a text. */
export function tracer(trail: Trail): (text: Buffer) => Finding[] {
  const known = tracers.get(trail);
  if (known !== undefined) return known;
  const owners = trail.people.flatMap((marks, person) => marks.map(() => person));
  const find = findMany(trail.people.flat());
  const made = (text: Buffer): Finding[] =>
    find(text).map(({ pattern, offset }) => ({ person: owners[pattern] ?? 0, offset }));
  tracers.set(trail, made);
  return made;
}
