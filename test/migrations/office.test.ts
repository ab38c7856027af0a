import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { applyMigrations, readMigrations } from '../../server/storage/sqlite/migrate.js';
import { temporaryFolder } from '../support/storage.js';

let folder: string;
let db: Database.Database;
beforeEach(() => {
  folder = temporaryFolder();
  db = new Database(join(folder, 'office.sqlite'));
  db.pragma('foreign_keys = ON');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const migrations = readMigrations(join(projectRoot, 'migrations/office'));
const propose = (id: string): void => {
  db.prepare(
    "INSERT INTO release (id, wave_id, status, proposed_by, sealed) VALUES (?, 'w', 'proposed', 'hanna', 'x')",
  ).run(id);
};
const decide = (table: 'release' | 'supplement', id: string, status: string): void => {
  db.prepare(
    `UPDATE ${table} SET status = ?, decided_by = 'cem', decided_on = '2026-03-01' WHERE id = ?`,
  ).run(status, id);
};

it('0003: releases stay as they are, and a further one needs a supplement that was approved', () => {
  applyMigrations(db, migrations.slice(0, 2));
  db.exec(`INSERT INTO definition (id, version, body) VALUES ('d', '1', '{}')`);
  db.exec(`
    INSERT INTO wave (id, status, simulated, title, texts, languages, access, definition_id, definition_version, k, plan,
                      headcounts, opens_at, closes_at)
    VALUES ('w', 'closed', 0, '{}', '{}', '[]', 'open', 'd', '1', 10, '{}', '[]', 'a', 'b')`);
  propose('r1');
  decide('release', 'r1', 'released');
  const before = db.prepare('SELECT * FROM release').all();

  applyMigrations(db, migrations.slice(2, 3));
  expect(db.prepare('SELECT * FROM release').all()).toEqual(before);
  expect(() => propose('r2')).toThrow('a release needs a plan of its own');
  db.exec(`INSERT INTO supplement (id, wave_id, tables, purpose, status, proposed_by)
           VALUES ('s', 'w', '[]', 'why', 'proposed', 'hanna')`);
  expect(() => propose('r2')).toThrow('a release needs a plan of its own');
  expect(() => decide('supplement', 's', 'proposed')).toThrow();
  decide('supplement', 's', 'approved');
  propose('r2');
  expect(() => propose('r3')).toThrow();
  decide('release', 'r2', 'released');
  expect(() => propose('r4')).toThrow('a release needs a plan of its own');
  expect(() => db.exec("UPDATE supplement SET purpose = 'other'")).toThrow();
  expect(() => db.exec('DELETE FROM supplement')).toThrow('a supplement is kept');
});
