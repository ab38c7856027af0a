import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMany } from '../support/forensics/find-many.js';
import { spearman, spearmanWithin } from '../support/forensics/rank-correlation.js';
import { readDatabase, type RawTree } from '../support/forensics/sqlite-rows.js';
import { temporaryFolder } from '../support/storage.js';

/** The bytes of a database file that `fill` made. */
function fileOf(fill: (db: Database.Database) => void): Buffer {
  const folder = temporaryFolder();
  try {
    const db = new Database(join(folder, 'a.sqlite'));
    db.pragma('page_size = 512');
    fill(db);
    db.close();
    return readFileSync(join(folder, 'a.sqlite'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function treeOf(file: Buffer, name: string): RawTree {
  const tree = readDatabase(file).trees.find((one) => one.name === name);
  if (tree === undefined) throw new Error(`no tree ${name}`);
  return tree;
}

const mark = (n: number): Buffer => createHash('sha256').update(String(n)).digest();

describe('the raw reader', () => {
  const rows = Array.from({ length: 400 }, (_, n) => ({
    id: (n * 7919) % 100_003,
    // From a few bytes to several overflow pages.
    body: Buffer.alloc((n * n) % 1800, n),
    number: [null, 0, 1, -3, 300, -70_000, 2 ** 40, 1.5][n % 8] ?? null,
    text: 'ä'.repeat(n % 50),
  }));
  const columns = 'number ANY, text TEXT NOT NULL, body BLOB NOT NULL';
  const file = fileOf((db) => {
    db.exec(`CREATE TABLE plain (id INTEGER PRIMARY KEY, ${columns}) STRICT`);
    db.exec(`CREATE TABLE keyed (id INTEGER NOT NULL PRIMARY KEY, ${columns}) STRICT, WITHOUT ROWID`);
    for (const table of ['plain', 'keyed']) {
      const add = db.prepare(`INSERT INTO ${table} VALUES (@id, @number, @text, @body)`);
      for (const row of rows) add.run(row);
    }
  });

  it('reads every row of a table as SQLite does, with overflow pages and interior pages', () => {
    const expected = [...rows].sort((a, b) => a.id - b.id);
    const found = treeOf(file, 'plain').rows;
    expect(found.map(({ rowId, values }) => [rowId, ...values.slice(1)])).toEqual(
      expected.map(({ id, number, text, body }) => [id, number, text, body]),
    );
    expect(treeOf(file, 'keyed').rows.map(({ values }) => values)).toEqual(
      expected.map(({ id, number, text, body }) => [id, number, text, body]),
    );
  });

  it('names the place of every byte of a row truly', () => {
    const database = readDatabase(file);
    for (const { page, offset } of treeOf(file, 'keyed').rows)
      expect(database.placeOf((page - 1) * database.header.pageSize + offset)).toBe('live row');
  });

  it('tells where something lies that no row holds any more', () => {
    const remains = Buffer.concat([
      fileOf((db) => {
        db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)');
        const add = db.prepare('INSERT INTO t (body) VALUES (?)');
        add.run(mark(1));
        add.run(mark(2));
        add.run(Buffer.concat([Buffer.alloc(700), mark(3)]));
        add.run(mark(4));
        db.exec('DELETE FROM t WHERE id IN (2, 3)');
      }),
      mark(5),
    ]);
    const database = readDatabase(remains);
    const placeOfMark = (n: number): string => database.placeOf(remains.indexOf(mark(n)));
    expect([1, 2, 3, 4, 5].map(placeOfMark)).toEqual([
      'live row',
      'unused page space',
      'free list',
      'live row',
      'file tail',
    ]);
    expect(database.freePages).toHaveLength(1);
  });
});

describe('the search for many patterns', () => {
  it('finds what searching one after the other finds', () => {
    const alphabet = fc.uint8Array({ min: 0, max: 1, minLength: 8, maxLength: 11 });
    fc.assert(
      fc.property(
        fc.array(alphabet, { minLength: 1, maxLength: 3 }),
        fc.uint8Array({ min: 0, max: 1, maxLength: 200 }),
        (some, bytes) => {
          const patterns = some.map((pattern) => Buffer.from(pattern));
          const text = Buffer.concat([bytes, ...patterns]);
          const expected = patterns.flatMap((pattern, index) =>
            [...text.keys()]
              .filter((offset) => text.subarray(offset, offset + pattern.length).equals(pattern))
              .map((offset) => `${index} ${offset}`),
          );
          const found = findMany(patterns)(text).map(({ pattern, offset }) => `${pattern} ${offset}`);
          expect(found.sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('rank correlation', () => {
  it('is that of the textbook, ties and all', () => {
    // Ranks 1 to 5 against 1, 3, 2, 5, 4: 1 - 6 · 4 / (5 · 24).
    expect(spearman([10, 20, 30, 40, 50], [1, 3, 2, 9, 4]).rho).toBeCloseTo(0.8);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1]).rho).toBeCloseTo(-1);
    expect(spearman([1, 2, 3, 4], [7, 7, 8, 8]).rho).toBeCloseTo(2 / Math.sqrt(5));
    expect(spearman([1, 2, 3], [5, 5, 5])).toEqual({ rho: 0, sd: 0 });
  });

  it('knows what chance gives: its own spread over all orders', () => {
    const a = [1, 2, 2, 4, 5];
    const groups = permutations([3, 1, null, 1, 2]).map((b) => spearman(a, b));
    const spread = Math.sqrt(groups.reduce((sum, { rho }) => sum + rho * rho, 0) / groups.length);
    expect(spread).toBeCloseTo(groups[0]?.sd ?? 0);
    expect(
      spearman(
        Array.from({ length: 500 }, (_, n) => n),
        Array.from({ length: 500 }, (_, n) => (n * 7) % 500),
      ).sd,
    ).toBeCloseTo(1 / Math.sqrt(499));
  });

  it('within groups counts nothing of what tells the groups apart', () => {
    const groups = [
      { a: [1, 2, 3], b: [12, 11, 13] },
      { a: [4, 5, 6], b: [22, 21, 23] },
    ];
    expect(spearmanWithin(groups).rho).toBeCloseTo(0.5);
    expect(spearman([1, 2, 3, 4, 5, 6], [12, 11, 13, 22, 21, 23]).rho).toBeGreaterThan(0.8);
  });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
