import { join } from 'node:path';
import Database from 'better-sqlite3';
import { projectRoot } from '../../paths.js';
import type { CheckResult, Finding } from '../../ports/self-test.js';
import { applyMigrations, readMigrations } from '../sqlite/migrate.js';

/** Every column that codes and ballots may have, agreed on with those they are about: no time, no sequence, no person. */
const agreed: Readonly<Record<'ballots' | 'codes', Readonly<Record<string, readonly string[]>>>> = {
  ballots: {
    box: ['wave_id', 'sealed', 'public_key', 'ballot_bytes', 'copied_at', 'copied_codes'],
    slot: ['id', 'wave_id', 'used', 'name', 'body'],
    spent: ['id', 'wave_id', 'used', 'name', 'body'],
    migration: ['number', 'name', 'sha256'],
  },
  codes: {
    code: ['wave_id', 'hash', 'area', 'used', 'request'],
    migration: ['number', 'name', 'sha256'],
  },
};

/** A database as it is, by the name of its file without the ending. */
export interface OpenSchema {
  readonly file: 'ballots' | 'codes' | 'office';
  readonly db: Database.Database;
  readonly schema: 'main' | 'codes';
}

/** Compares tables, indices and triggers with what the migrations make, and columns with those that were agreed on. */
export function checkColumns(databases: readonly OpenSchema[]): CheckResult {
  const looked: string[] = [];
  const findings: Finding[] = [];
  for (const { file, db, schema } of databases) {
    const [present, expected] = [definitionsIn(db, schema), expectedOf(file)];
    for (const name of new Set([...present.keys(), ...expected.keys()])) {
      if (present.get(name) !== expected.get(name))
        findings.push({ key: 'schemaDiffers', subject: `${file}.sqlite: ${name}` });
    }
    if (file === 'office') continue;
    for (const table of tablesIn(db, schema)) {
      const columns = columnsOf(db, schema, table);
      looked.push(`${file}.sqlite, ${table}: ${columns.join(', ')}`);
      for (const column of columns) {
        if (agreed[file][table]?.includes(column) !== true)
          findings.push({ key: 'columnNotAgreed', subject: `${file}.sqlite: ${table}.${column}` });
      }
    }
  }
  return { id: 'columns', looked, findings };
}

function expectedOf(file: OpenSchema['file']): ReadonlyMap<string, string> {
  const db = new Database(':memory:');
  try {
    applyMigrations(db, readMigrations(join(projectRoot, 'migrations', file)));
    return definitionsIn(db, 'main');
  } finally {
    db.close();
  }
}

function definitionsIn(db: Database.Database, schema: OpenSchema['schema']): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { name: string; sql: string | null }>(`SELECT name, sql FROM ${schema}.sqlite_schema`)
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql ?? '']));
}

function tablesIn(db: Database.Database, schema: OpenSchema['schema']): string[] {
  return db
    .prepare<[], string>(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
}

function columnsOf(db: Database.Database, schema: OpenSchema['schema'], table: string): string[] {
  return db
    .prepare<[string, string], string>('SELECT name FROM pragma_table_xinfo(?, ?) ORDER BY cid')
    .pluck()
    .all(table, schema);
}
