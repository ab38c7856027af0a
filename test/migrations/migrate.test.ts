import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { StorageRefusal } from '../../server/storage/refusal.js';
import { openDatabases } from '../../server/storage/sqlite/databases.js';
import { applyMigrations, pendingMigrations, readMigrations } from '../../server/storage/sqlite/migrate.js';
import { bytesOf, temporaryFolder } from '../support/storage.js';

let folder: string;
let db: Database.Database;
beforeEach(() => {
  folder = temporaryFolder();
  db = new Database(join(folder, 'test.sqlite'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

/** A folder with exactly these migrations. */
function plant(migrations: Record<string, string>, into = join(folder, 'migrations')): string {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  for (const [file, sql] of Object.entries(migrations)) writeFileSync(join(into, file), sql);
  return into;
}
function migrate(migrations: Record<string, string>): void {
  applyMigrations(db, pendingMigrations(db, readMigrations(plant(migrations))));
}
const applied = (): unknown[] => db.prepare('SELECT name FROM migration ORDER BY number').pluck().all();
const tables = (): unknown[] =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration' ORDER BY name")
    .pluck()
    .all();

const first = { '0001-dishes.sql': 'CREATE TABLE dish (name TEXT NOT NULL) STRICT;' };
const second = { ...first, '0002-price.sql': 'ALTER TABLE dish ADD COLUMN price INTEGER;' };

describe('migrations', () => {
  it('are applied in order, once, and keep the data that is there', () => {
    migrate(first);
    db.exec("INSERT INTO dish VALUES ('Labskaus')");
    migrate(second);
    migrate(second);
    expect(applied()).toEqual(['0001-dishes', '0002-price']);
    expect(db.prepare('SELECT * FROM dish').all()).toEqual([{ name: 'Labskaus', price: null }]);
  });

  it('leave the database as it was where one fails, and keep those before it', () => {
    migrate(first);
    db.exec("INSERT INTO dish VALUES ('Labskaus')");
    const third = {
      ...second,
      '0003-broken.sql': "UPDATE dish SET name = 'gone'; CREATE TABLE extra (n); SELECT nonsense;",
    };
    expect(() => {
      migrate(third);
    }).toThrow(/0003-broken failed: .*nonsense/);
    expect(applied()).toEqual(['0001-dishes', '0002-price']);
    expect(tables()).toEqual(['dish']);
    expect(db.prepare('SELECT name FROM dish').pluck().all()).toEqual(['Labskaus']);
    migrate({ ...second, '0003-mended.sql': 'CREATE TABLE extra (n);' });
    expect(tables()).toEqual(['dish', 'extra']);
  });

  it('are refused where an applied one was changed', () => {
    migrate(second);
    const changed = { ...second, '0001-dishes.sql': 'CREATE TABLE dish (name TEXT) STRICT;' };
    expect(() => {
      migrate(changed);
    }).toThrow(StorageRefusal);
    expect(() => {
      migrate(changed);
    }).toThrow(/0001-dishes was applied, but reads differently now/);
  });

  it('are refused where the database is newer than the program', () => {
    migrate(second);
    expect(() => {
      migrate(first);
    }).toThrow(StorageRefusal);
    expect(() => {
      migrate(first);
    }).toThrow(/newer version.*0002-price.*ends at 0001-dishes.*Start the newer version/);
  });

  it('are refused on a database of another program', () => {
    db.exec('CREATE TABLE recipes (name TEXT)');
    expect(() => {
      migrate(first);
    }).toThrow(/not a database of this program/);
    expect(tables()).toEqual(['recipes']);
  });

  it('must be numbered without gaps or doubles', () => {
    expect(() => readMigrations(plant({ ...first, '0003-late.sql': '' }))).toThrow(
      /expected migration number 2/,
    );
    expect(() => readMigrations(plant({ ...first, '0001-again.sql': '' }))).toThrow(
      /expected migration number 2/,
    );
    expect(() => readMigrations(plant({ ...first, 'notes.txt': '' }))).toThrow(/expected migration number 2/);
  });

  it('may not end their transaction', () => {
    expect(() => {
      migrate({ '0001-sly.sql': 'CREATE TABLE sly (n); COMMIT;' });
    }).toThrow(/0001-sly failed/);
  });

  it('may rebuild a table that others refer to, but not leave a row without the row it refers to', () => {
    db.pragma('foreign_keys = ON');
    const start = {
      '0001-start.sql':
        'CREATE TABLE cook (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE dish (cook INTEGER REFERENCES cook (id));',
    };
    migrate(start);
    db.exec("INSERT INTO cook VALUES (1, 'Ada'); INSERT INTO dish VALUES (1)");
    const rebuild = `CREATE TABLE cook2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
      INSERT INTO cook2 SELECT * FROM cook; DROP TABLE cook; ALTER TABLE cook2 RENAME TO cook;`;
    migrate({ ...start, '0002-rebuild.sql': rebuild });
    expect(db.prepare('SELECT name FROM cook JOIN dish ON dish.cook = cook.id').pluck().all()).toEqual([
      'Ada',
    ]);
    expect(() => {
      migrate({ ...start, '0002-rebuild.sql': rebuild, '0003-orphan.sql': 'DELETE FROM cook;' });
    }).toThrow(/0003-orphan failed: it leaves 1 rows/);
    expect(db.prepare('SELECT count(*) FROM cook').pluck().get()).toBe(1);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });
});

describe('a data folder', () => {
  const shipped = join(projectRoot, 'migrations');
  const databases = ['ballots', 'codes', 'office'];

  it('starts empty and ends with all shipped migrations in each file', () => {
    const dataDir = join(folder, 'data');
    const { box, office } = openDatabases(dataDir, shipped);
    const names = (name: string): string[] =>
      readMigrations(join(shipped, name)).map((migration) => migration.name);
    expect(box.prepare('SELECT name FROM main.migration').pluck().all()).toEqual(names('ballots'));
    expect(box.prepare('SELECT name FROM codes.migration').pluck().all()).toEqual(names('codes'));
    expect(office.prepare('SELECT name FROM migration').pluck().all()).toEqual(names('office'));
    box.close();
    office.close();
  });

  it('keeps releases made before proofs were kept, and holds later proofs as they were made', () => {
    const office = readMigrations(join(shipped, 'office'));
    applyMigrations(db, pendingMigrations(db, office.slice(0, 1)));
    db.exec(`INSERT INTO definition VALUES ('canteen', '1.0.0', '{}');
      INSERT INTO wave VALUES ('old wave', 'closed', 0, 'canteen', '1.0.0', 'open', 10, '', '', '{}', '{}', '[]', '{}', '[]');
      INSERT INTO wave SELECT 'new wave', status, simulated, definition_id, definition_version, access, k, opens_at,
        closes_at, title, texts, languages, plan, headcounts FROM wave;`);
    const propose = (id: string): unknown =>
      db
        .prepare(
          "INSERT INTO release (id, wave_id, status, proposed_by, sealed) VALUES (?, ?, 'proposed', 'hr', ?)",
        )
        .run(id, `${id} wave`, `sealed ${id}`);
    propose('old');
    const before = db.prepare('SELECT * FROM release').all();
    applyMigrations(db, pendingMigrations(db, office));
    expect(db.prepare('SELECT * FROM release').all()).toEqual(before);
    expect(db.prepare('SELECT * FROM release_proof').all()).toEqual([]);
    propose('new');
    db.pragma('foreign_keys = ON');
    const prove = (id: string): unknown =>
      db.prepare('INSERT INTO release_proof (release_id, sealed) VALUES (?, ?)').run(id, Buffer.from(id));
    prove('new');
    expect(() => prove('new')).toThrow(/UNIQUE/);
    expect(() => prove('unknown')).toThrow(/FOREIGN KEY/);
    expect(() => db.exec("UPDATE release_proof SET sealed = x'00'")).toThrow('stays as it was made');
    expect(() => db.exec('DELETE FROM release_proof')).toThrow('is kept with its release');
    expect(db.prepare('SELECT release_id, sealed FROM release_proof').all()).toEqual([
      { release_id: 'new', sealed: Buffer.from('new') },
    ]);
  });

  it('is left alone wholly where one of its files is newer than the program', () => {
    const dataDir = join(folder, 'data');
    const planted = join(folder, 'planted');
    const plantAll = (extra: Record<string, Record<string, string>>): void => {
      for (const name of databases)
        plant({ '0001-start.sql': 'CREATE TABLE t (n);', ...extra[name] }, join(planted, name));
    };
    const open = (): void => {
      const { box, office } = openDatabases(dataDir, planted);
      box.close();
      office.close();
    };
    plantAll({ office: { '0002-new.sql': 'CREATE TABLE u (n);' } });
    open();
    const before = bytesOf(dataDir);
    plantAll({ ballots: { '0002-other.sql': 'CREATE TABLE v (n);' } });
    expect(open).toThrow(/office\.sqlite was used by a newer version/);
    expect(bytesOf(dataDir)).toEqual(before);
  });
});
