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

it('0004: waves of before keep their answers for a year; a proof goes only with the answers, which go once', () => {
  applyMigrations(db, migrations.slice(0, 3));
  db.exec(`INSERT INTO definition (id, version, body) VALUES ('d', '1', '{}')`);
  db.exec(`
    INSERT INTO wave (id, status, simulated, title, texts, languages, access, definition_id, definition_version, k, plan,
                      headcounts, opens_at, closes_at)
    VALUES ('w', 'closed', 0, '{}', '{}', '[]', 'open', 'd', '1', 10, '{}', '[]', 'a', 'b'),
           ('o', 'open', 0, '{}', '{}', '[]', 'open', 'd', '1', 10, '{}', '[]', 'a', 'b')`);
  propose('r1');
  db.exec("INSERT INTO release_proof (release_id, sealed) VALUES ('r1', x'00')");

  applyMigrations(db, migrations.slice(3, 4));
  expect(db.prepare('SELECT retention_days, shredded_on FROM wave').get()).toEqual({
    retention_days: 365,
    shredded_on: null,
  });
  expect(() => db.exec('UPDATE wave SET retention_days = 30')).toThrow('a wave that was opened is locked');
  expect(() => db.exec('UPDATE wave SET k = 5')).toThrow('a wave that was opened is locked');
  expect(() => db.exec('DELETE FROM release_proof')).toThrow('a proof is kept with its release');
  const destroyed = "UPDATE wave SET shredded_on = '2027-01-01' WHERE id = ";
  expect(() => db.exec(`${destroyed}'o'`)).toThrow('destroyed once');
  db.exec(`${destroyed}'w'`);
  expect(() => db.exec(`${destroyed}'w'`)).toThrow('destroyed once');
  expect(() => db.exec("UPDATE wave SET shredded_on = NULL WHERE id = 'w'")).toThrow('destroyed once');
  db.exec('DELETE FROM release_proof');
  decide('release', 'r1', 'rejected');
  expect(() => propose('r2')).toThrow('the answers of this wave were destroyed');
});

it('0005: a figure stands once, and what was shipped is noted beside it', () => {
  applyMigrations(db, migrations.slice(0, 5));
  db.exec(`INSERT INTO reference (id, body) VALUES ('b', '{}'), ('a', '{}')`);
  expect(() => db.exec(`INSERT INTO reference (id, body) VALUES ('a', '{}')`)).toThrow();
  expect(() => db.exec(`INSERT INTO reference (id, body) VALUES ('c', 'no json')`)).toThrow();
  expect(db.prepare('SELECT id FROM reference ORDER BY number').pluck().all()).toEqual(['b', 'a']);
  expect(db.prepare('SELECT count(*) FROM reference_shipped').pluck().get()).toBe(0);
});

it('0008: versions of a text follow upon each other and stay', () => {
  applyMigrations(db, migrations.slice(0, 8));
  const put = (version: number) =>
    db.exec(
      `INSERT INTO report_text (wave_id, chapter, version, text, saved_by, saved_on)
       VALUES ('w', 'age', ${String(version)}, '{}', 'hr', '2026-11-24')`,
    );
  db.pragma('foreign_keys = OFF');
  expect(() => put(2)).toThrow('follows upon the one before');
  put(1);
  put(2);
  expect(() => put(2)).toThrow();
  expect(() => db.exec(`UPDATE report_text SET text = '[]'`)).toThrow('stays as it was saved');
  expect(() => db.exec('DELETE FROM report_text')).toThrow('a version is kept');
});

it('0007: a wave keeps where it comes from, and takes it along when it goes', () => {
  applyMigrations(db, migrations.slice(0, 6));
  db.exec(`INSERT INTO definition (id, version, body) VALUES ('d', '1', '{}')`);
  db.exec(`
    INSERT INTO wave (id, status, simulated, title, texts, languages, access, definition_id, definition_version, k, plan,
                      headcounts, opens_at, closes_at)
    VALUES ('w', 'draft', 0, '{}', '{}', '[]', 'open', 'd', '1', 10, '{}', '[]', 'a', 'b')`);
  applyMigrations(db, migrations.slice(6, 7));
  const note = (wave: string, digest: string): void => {
    db.prepare(
      "INSERT INTO follow_up (wave_id, title, year, digest, fingerprint, definition) VALUES (?, '{}', '2013', ?, NULL, '{}')",
    ).run(wave, digest);
  };
  expect(() => note('nobody', 'a'.repeat(64))).toThrow();
  expect(() => note('w', 'short')).toThrow();
  note('w', 'a'.repeat(64));
  expect(() => db.exec("UPDATE follow_up SET year = '2014'")).toThrow('where a wave comes from is kept');
  db.exec("DELETE FROM wave WHERE id = 'w'");
  expect(db.prepare('SELECT count(*) AS n FROM follow_up').get()).toEqual({ n: 0 });
});
