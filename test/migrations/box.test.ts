import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';
import { openDatabases } from '../../server/storage/sqlite/databases.js';
import { applyMigrations, readMigrations } from '../../server/storage/sqlite/migrate.js';
import { hash, temporaryFolder } from '../support/storage.js';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const migrationsOf = (name: string) => readMigrations(join(projectRoot, 'migrations', name));

/** A data folder as the first version left it, with whatever `fill` puts in. */
function oldFolder(fill: (dbs: { ballots: Database.Database; codes: Database.Database }) => void): string {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  const open = (name: string): Database.Database => {
    const db = new Database(join(dataDir, `${name}.sqlite`));
    applyMigrations(db, migrationsOf(name).slice(0, 1));
    return db;
  };
  const [ballots, codes, office] = [open('ballots'), open('codes'), open('office')];
  fill({ ballots, codes });
  for (const db of [ballots, codes, office]) db.close();
  return dataDir;
}

const open = (dataDir: string) => openDatabases(dataDir, join(projectRoot, 'migrations'));

it('codes 0002: every code keeps its area and whether it was used, and gets random bytes of its own', () => {
  const dataDir = oldFolder(({ codes }) => {
    const add = codes.prepare('INSERT INTO code (wave_id, hash, area, used) VALUES (?, ?, ?, ?)');
    for (let n = 0; n < 50; n += 1)
      add.run('w', hash(n), n % 2 === 0 ? 'Finanzen' : 'Kultur', n % 3 === 0 ? 1 : 0);
  });
  const { box, office } = open(dataDir);
  interface Code {
    readonly hash: Buffer;
    readonly area: string;
    readonly used: number;
    readonly request: Buffer;
  }
  const rows = box.prepare<[], Code>('SELECT hash, area, used, request FROM codes.code').all();
  for (let n = 0; n < 50; n += 1) {
    const row = rows.find((one) => one.hash.equals(hash(n)));
    expect(row).toMatchObject({ area: n % 2 === 0 ? 'Finanzen' : 'Kultur', used: n % 3 === 0 ? 1 : 0 });
  }
  expect(new Set(rows.map(({ request }) => request.toString('hex'))).size).toBe(50);
  expect(rows.every(({ request }) => request.length === 32)).toBe(true);
  box.close();
  office.close();
});

it('ballots 0002: a folder without boxes is taken over', () => {
  const { box, office } = open(oldFolder(() => undefined));
  expect(box.prepare('SELECT count(*) FROM slot').pluck().get()).toBe(0);
  box.close();
  office.close();
});

it('ballots 0002: a folder with unsealed ballots is refused, with a remedy, and stays as it is', () => {
  const dataDir = oldFolder(({ ballots }) => {
    ballots.exec("INSERT INTO box (wave_id) VALUES ('w')");
    ballots
      .prepare('INSERT INTO ballot (wave_id, receipt_hash, body) VALUES (?, ?, ?)')
      .run('w', hash(1), hash(2));
  });
  const before = readFileSync(join(dataDir, 'ballots.sqlite'));
  expect(() => open(dataDir)).toThrow(/unsealed.*demonstration.*delete the folder/s);
  const db = new Database(join(dataDir, 'ballots.sqlite'));
  expect(db.prepare('SELECT count(*) FROM ballot').pluck().get()).toBe(1);
  db.close();
  writeFileSync(join(dataDir, 'ballots.sqlite'), before);
  expect(() => open(dataDir)).toThrow(/unsealed/);
});
