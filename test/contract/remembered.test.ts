import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { remembered } from '../../server/storage/sqlite/remembered.js';

function stock() {
  const database = new Database(':memory:');
  database.exec("CREATE TABLE thing (name TEXT); CREATE TABLE other (x); INSERT INTO thing VALUES ('old')");
  const nameOf = database.prepare<[], string>('SELECT name FROM thing').pluck();
  const known = remembered<{ name: string; parts: string[] }>(database);
  let reads = 0;
  const ask = () =>
    known('thing', () => {
      reads += 1;
      return { name: nameOf.get() ?? '', parts: ['a'] };
    });
  return { database, known, ask, reads: () => reads };
}

it('reads once as long as nothing changes', () => {
  const { ask, reads } = stock();
  expect(ask()).toBe(ask());
  expect(reads()).toBe(1);
});

it('forgets with every change, also of another table, and of one that was taken back', () => {
  const { database, ask, reads } = stock();
  ask();
  database.exec("UPDATE thing SET name = 'new'");
  expect(ask()?.name).toBe('new');
  database.exec('INSERT INTO other VALUES (1)');
  ask();
  expect(reads()).toBe(3);
  expect(() =>
    database.transaction(() => {
      database.exec("UPDATE thing SET name = 'never'");
      expect(ask()?.name).toBe('never');
      throw new Error('taken back');
    })(),
  ).toThrow('taken back');
  expect(ask()?.name).toBe('new');
});

it('hands out what nobody can change, to its depth', () => {
  const { ask } = stock();
  expect(() => ask()?.parts.push('b')).toThrow(TypeError);
});

it('does not remember what is not there', () => {
  const { database, known } = stock();
  expect(known('nothing', () => null)).toBeNull();
  expect(known('nothing', () => ({ name: 'there', parts: [] }))?.name).toBe('there');
  database.close();
});
