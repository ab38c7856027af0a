import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeCommitQueue, type CommitQueue } from '../../../server/storage/sqlite/commit-queue.js';
import { realRandomness } from '../../support/storage.js';

let db: Database.Database;
let queue: CommitQueue;
let statements: string[];
let undone: number;
beforeEach(() => {
  statements = [];
  undone = 0;
  db = new Database(':memory:', { verbose: (sql) => statements.push(String(sql)) });
  db.exec('CREATE TABLE entry (n INTEGER PRIMARY KEY CHECK (n < 1000))');
  queue = makeCommitQueue(db, realRandomness, () => {
    undone += 1;
  });
});
afterEach(() => {
  db.close();
});

const add = (n: number) => () => db.prepare('INSERT INTO entry (n) VALUES (?)').run(n).changes;
const entries = () => db.prepare('SELECT n FROM entry ORDER BY n').pluck().all();
const commits = () => statements.filter((sql) => sql === 'COMMIT').length;
const insertions = () =>
  statements.flatMap((sql) => /^INSERT INTO entry \(n\) VALUES \((\d+)/.exec(sql)?.[1] ?? []).map(Number);

it('commits whatever waits together, and what comes later by itself', async () => {
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  await Promise.all(numbers.map((n) => queue.run(add(n))));
  expect(commits()).toBe(1);
  expect(entries()).toEqual(numbers);
  await queue.run(add(100));
  expect(commits()).toBe(2);
});

it('writes in another order than that of arrival', async () => {
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  await Promise.all(numbers.map((n) => queue.run(add(n))));
  expect(insertions().toSorted((a, b) => a - b)).toEqual(numbers);
  expect(insertions()).not.toEqual(numbers);
});

it('answers nobody before the commit', async () => {
  let answered = false;
  const running = queue.run(() => expect(answered).toBe(false));
  void running.then(() => {
    answered = true;
    expect(commits()).toBe(1);
  });
  await queue.run(add(1));
  await running;
  expect(answered).toBe(true);
});

it('undoes a job that fails, all of it and nothing else, and says so', async () => {
  const outcomes = await Promise.allSettled([
    queue.run(add(1)),
    queue.run(() => {
      add(2)();
      add(5000)();
    }),
    queue.run(add(3)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(entries()).toEqual([1, 3]);
  expect(undone).toBe(1);
});

it('undoes everything where the commit itself fails, tells everybody, and goes on', async () => {
  db.pragma('foreign_keys = ON');
  db.exec('CREATE TABLE child (n INTEGER REFERENCES entry (n) DEFERRABLE INITIALLY DEFERRED)');
  const outcomes = await Promise.allSettled([
    queue.run(add(1)),
    queue.run(() => db.prepare('INSERT INTO child (n) VALUES (77)').run()),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(entries()).toEqual([]);
  expect(undone).toBe(1);
  expect(await queue.run(add(4))).toBe(1);
  expect(entries()).toEqual([4]);
});

it('is busy when too many wait, and changes nothing for them', async () => {
  const all = await Promise.all(Array.from({ length: 1_002 }, (_, n) => queue.run(() => n)));
  expect(all.slice(1_000)).toEqual(['busy', 'busy']);
  expect(all.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  expect(await queue.run(() => 'later')).toBe('later');
});
