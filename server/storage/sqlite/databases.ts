import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isPrivate, privateFolder } from '../private-files.js';
import { StorageRefusal } from '../refusal.js';
import { applyMigrations, pendingMigrations, readMigrations } from './migrate.js';

/** How long a start waits for the process before it to let go of the folder. */
const BUSY_MS = 2000;

/**
 * Of a size that a disk writes whole. A row that does not fit beside others would spill into overflow pages, which are
 * handed out one after the other, and their numbers would be the order of arrival: up to 4,061 bytes stay on the page
 * (SQLite file format, 1.6), more than twice the longest sealed ballot, whose length follows from DRAFT_LIMIT_BYTES.
 */
const PAGE_BYTES = 4_096;

const names = ['ballots', 'codes', 'office'] as const;
type Name = (typeof names)[number];

/**
 * The open connections.
 *
 * `box` has ballots.sqlite as `main` and codes.sqlite attached as `codes`. Both keep a rollback journal, hence a
 * transaction over the two commits by SQLite's super-journal: both files or neither, whatever crashes. That holds only
 * for a `main` that is a real file and for journal modes other than WAL and MEMORY, and both are checked here.
 * A write-ahead log would moreover be a diary of who came when. After a crash the journals name the super-journal by its
 * full path: a folder must be started once where it is before it is moved or copied.
 *
 * `office` holds nothing of respondents and keeps a write-ahead log, in exclusive mode, so that there is no shared-memory
 * file which readers would write to: reading changes no byte of the folder.
 */
export interface Databases {
  readonly box: Database.Database;
  readonly office: Database.Database;
}

/** Whether the folder is in use: something was stored there once. */
export function hasDatabases(dataDir: string): boolean {
  return names.some((name) => {
    const file = fileOf(dataDir, name);
    return existsSync(file) && statSync(file).size > 0;
  });
}

/**
 * Opens the three files of a data folder for this process alone and brings them up to date.
 *
 * The lock is SQLite's own lock on the files, held until `close`; the operating system drops it when the process dies, so
 * nothing stale can remain.
 *
 * @param migrations folder with `ballots/`, `codes/` and `office/`
 * @throws StorageRefusal where another process has the folder, or the files do not suit this program or each other.
 */
export function openDatabases(dataDir: string, migrations: string): Databases {
  privateFolder(dataDir);
  for (const name of names) privateFile(fileOf(dataDir, name));
  const opened: Database.Database[] = [];
  const open = (name: Name): Database.Database => {
    const db = new Database(fileOf(dataDir, name), { timeout: BUSY_MS });
    opened.push(db);
    db.pragma(`page_size = ${PAGE_BYTES}`);
    configure(db, name === 'office' ? 'wal' : 'truncate');
    return db;
  };
  try {
    const box = open('ballots');
    const codes = open('codes');
    const office = open('office');
    migrate({ ballots: box, codes, office }, migrations, dataDir);
    codes.close();
    attachCodes(box, fileOf(dataDir, 'codes'));
    return { box, office };
  } catch (error) {
    for (const db of opened) db.close();
    throw explained(error, dataDir);
  }
}

function configure(db: Database.Database, journalMode: 'truncate' | 'wal'): void {
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('temp_store = MEMORY');
  db.pragma(`journal_mode = ${journalMode}`);
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  expectPragmas(db, 'main', journalMode);
  takeLock(db);
}

function attachCodes(box: Database.Database, file: string): void {
  box.prepare('ATTACH DATABASE ? AS codes').run(file);
  box.pragma('codes.journal_mode = TRUNCATE');
  box.pragma('codes.synchronous = FULL');
  box.pragma('codes.secure_delete = ON');
  expectPragmas(box, 'codes', 'truncate');
  if (box.memory) throw new Error('the ballot box needs a file');
  takeLock(box);
}

/** In exclusive locking mode the lock of the first transaction is kept; an empty one changes no byte. */
function takeLock(db: Database.Database): void {
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

/** A pragma that could not be obeyed says nothing; anonymity and durability depend on these. */
function expectPragmas(db: Database.Database, schema: 'main' | 'codes', journalMode: string): void {
  const expected = { journal_mode: journalMode, locking_mode: 'exclusive', synchronous: 2, secure_delete: 1 };
  for (const [pragma, value] of Object.entries(expected)) {
    const actual: unknown = db.pragma(`${schema}.${pragma}`, { simple: true });
    if (actual !== value) throw new Error(`${schema}.${pragma} is ${String(actual)} instead of ${value}`);
  }
  if (db.pragma('temp_store', { simple: true }) !== 2)
    throw new Error('temporary tables would go to the disk');
}

/** Checks all files before it changes one. */
function migrate(dbs: Record<Name, Database.Database>, migrations: string, dataDir: string): void {
  const plans = names.map((name) => {
    const known = readMigrations(join(migrations, name));
    const pending = pendingMigrations(dbs[name], known);
    return { name, pending, isNew: pending.length === known.length };
  });
  // The office is set up last: where it exists, an empty box or register was lost, not never made.
  const office = plans.find(({ name }) => name === 'office');
  const lost = plans.find(({ isNew }) => isNew);
  if (office?.isNew === false && lost !== undefined) {
    throw new StorageRefusal(
      `${fileOf(dataDir, lost.name)} is missing or empty, although the folder is in use. Restore all three files of ` +
        'one backup together.',
    );
  }
  for (const { name, pending } of plans) applyMigrations(dbs[name], pending);
}

/** SQLite gives its journals the mode of the database file. */
function privateFile(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  if (!isPrivate(file)) chmodSync(file, 0o600);
}

function fileOf(dataDir: string, name: Name): string {
  return join(dataDir, `${name}.sqlite`);
}

function explained(error: unknown, dataDir: string): unknown {
  // A rule of migrations/ballots/0002-slots.sql.
  if (error instanceof Error && error.message.includes('unsealed_ballots')) {
    return new StorageRefusal(
      `The ballots in ${dataDir} were stored by a version before 0.2, unsealed, and this one can't take them over. If they ` +
        'are those of the demonstration, delete the folder; otherwise finish the waves with the version that began them.',
    );
  }
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code.startsWith('SQLITE_BUSY')) {
    return new StorageRefusal(
      `Another process is using the data folder ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
    );
  }
  if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) {
    return new StorageRefusal(
      `A database file in ${dataDir} is damaged. Restore all three files of one backup together.`,
    );
  }
  return error;
}
