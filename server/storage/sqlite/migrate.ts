import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { StorageRefusal } from '../refusal.js';

/** One file `NNNN-name.sql`. Its text never changes once it was applied anywhere. */
export interface Migration {
  readonly number: number;
  /** File name without the ending, `0001-office`. */
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The migrations of one database file, in order. @throws where the folder holds anything but 0001, 0002, 0003 and so on. */
export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .sort()
    .map((file, index) => {
      const number = Number(FILE.exec(file)?.[1]);
      if (number !== index + 1) {
        throw new Error(`${join(folder, file)}: expected migration number ${index + 1}, named NNNN-name.sql`);
      }
      const sql = readFileSync(join(folder, file), 'utf8');
      return { number, name: file.slice(0, -'.sql'.length), sql, sha256: sha256(sql) };
    });
}

/**
 * What this program still has to apply to the database. Writes nothing.
 *
 * @throws StorageRefusal where the database was used by a newer program, where a migration that was applied reads
 *   differently now, or where the file is some other program's database.
 */
export function pendingMigrations(db: Database.Database, known: readonly Migration[]): readonly Migration[] {
  const applied = appliedMigrations(db);
  const last = applied.at(-1);
  if (last !== undefined && last.number > known.length) {
    throw new StorageRefusal(
      `${db.name} was used by a newer version of this program (migration ${last.name}; this version ends at ` +
        `${known.at(-1)?.name ?? 'none'}). Start the newer version, or restore the backup made before the update.`,
    );
  }
  applied.forEach((row, index) => {
    const migration = known[index];
    if (migration?.sha256 !== row.sha256) {
      throw new StorageRefusal(
        `${db.name}: migration ${row.name} was applied, but reads differently now. Migrations never change: reinstall ` +
          'the program, and put a change of your own into a new migration.',
      );
    }
  });
  return known.slice(applied.length);
}

/** Applies migrations in order, each in a transaction of its own; one that fails leaves the database as it was before it. */
export function applyMigrations(db: Database.Database, pending: readonly Migration[]): void {
  if (pending.length === 0) return;
  const foreignKeys = db.pragma('foreign_keys', { simple: true });
  // Rebuilding a table needs them off, which SQLite allows outside a transaction only; they are checked before the commit.
  db.pragma('foreign_keys = OFF');
  try {
    for (const migration of pending) applyOne(db, migration);
  } finally {
    db.pragma(`foreign_keys = ${foreignKeys === 1 ? 'ON' : 'OFF'}`);
  }
}

function applyOne(db: Database.Database, migration: Migration): void {
  const apply = db.transaction(() => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID',
    );
    db.exec(migration.sql);
    if (!db.inTransaction) throw new Error('it ends its transaction itself');
    const broken = db.pragma('foreign_key_check') as readonly unknown[];
    if (broken.length > 0) throw new Error(`it leaves ${broken.length} rows without the row they refer to`);
    db.prepare('INSERT INTO migration (number, name, sha256) VALUES (?, ?, ?)').run(
      migration.number,
      migration.name,
      migration.sha256,
    );
  });
  try {
    apply.exclusive();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${db.name}: migration ${migration.name} failed: ${reason}`, { cause: error });
  }
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

function appliedMigrations(db: Database.Database): readonly AppliedMigration[] {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  if (tables.includes('migration')) {
    return db
      .prepare<[], AppliedMigration>('SELECT number, name, sha256 FROM migration ORDER BY number')
      .all();
  }
  if (tables.length === 0) return [];
  throw new StorageRefusal(`${db.name} is not a database of this program. Set DATA_DIR to another folder.`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
