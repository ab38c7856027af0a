import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  aBox,
  ballot,
  bytesOf,
  hash,
  makeTestStorage,
  textOf,
  type TestStorage,
} from '../support/storage.js';

const WAVE = 'wave-1';

let test: TestStorage;
beforeEach(() => {
  test = makeTestStorage();
});
afterEach(() => {
  test.remove();
});

const submit = (n: number) =>
  test.storage.ballots.accept({
    waveId: WAVE,
    codeHash: null,
    credentialHash: null,
    receiptHash: hash(`receipt ${n}`),
    ballot: ballot(`ballot ${n}`),
  });

/** One group after the other: far more groups than people in one. */
async function submitAll(number: number, first = 0): Promise<void> {
  const GROUP = 10;
  for (let start = first; start < first + number; start += GROUP) {
    const size = Math.min(GROUP, first + number - start);
    await Promise.all(Array.from({ length: size }, (_, n) => submit(start + n)));
  }
}

interface Slot {
  readonly id: number;
  readonly used: number;
  readonly name: Buffer;
  readonly body: Buffer;
}

function slots(): Slot[] {
  test.storage.close();
  const db = new Database(join(test.dataDir, 'ballots.sqlite'), { readonly: true });
  const rows = db.prepare<[], Slot>('SELECT id, used, name, body FROM slot ORDER BY id').all();
  db.close();
  test.restart();
  return rows;
}

/** By number of submission, the id of its slot. */
function idsInOrder(number: number): number[] {
  const rows = slots();
  return Array.from({ length: number }, (_, n) => {
    const found = rows.find(({ name }) => name.equals(hash(`receipt ${n}`)));
    if (found === undefined) throw new Error('a ballot is missing');
    return found.id;
  });
}

/** Spearman's rank correlation of the order of submission with these numbers, none of them twice. */
function rankCorrelation(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const squares = numbers.reduce((sum, number, n) => sum + (sorted.indexOf(number) - n) ** 2, 0);
  return 1 - (6 * squares) / (numbers.length * (numbers.length ** 2 - 1));
}

it('lays out all slots of a box before the first ballot, of one size and filled with random bytes', async () => {
  await test.storage.box.openBox(WAVE, { ...aBox, places: 300 });
  const rows = slots();
  expect(rows.length).toBeGreaterThanOrEqual(330);
  expect(new Set(rows.map(({ used, body }) => `${used} ${body.length}`))).toEqual(new Set(['0 112']));
  expect(new Set(rows.map(({ body }) => body.toString('hex'))).size).toBe(rows.length);
  const size = bytesOf(test.dataDir)['ballots.sqlite']?.length;
  for (let n = 0; n < 10; n += 1) await submit(n);
  expect(bytesOf(test.dataDir)['ballots.sqlite']?.length).toBe(size);
});

it('picks places that have nothing to do with the order of arrival, also after it had to grow', async () => {
  const number = 700;
  await test.storage.box.openBox(WAVE, { ...aBox, places: 1 });
  await submitAll(number);
  const ids = idsInOrder(number);
  expect(new Set(ids).size).toBe(number);
  // Six standard deviations: laid out without dealing anew, the early ballots would lie in the first third, at 0.9.
  expect(Math.abs(rankCorrelation(ids))).toBeLessThan(6 / Math.sqrt(number));
  expect(rankCorrelation([...ids].sort((a, b) => a - b))).toBe(1);
  await test.storage.box.sealBox(WAVE);
  const texts: string[] = [];
  expect(await test.storage.sealed.forEach(WAVE, (body) => texts.push(textOf(body)))).toBe('read');
  expect(texts.sort()).toEqual(Array.from({ length: number }, (_, n) => `ballot ${n}`).sort());
});

it('gives a place that was withdrawn new random bytes, and uses it again', async () => {
  await test.storage.box.openBox(WAVE, { ...aBox, places: 1 });
  await submit(0);
  const before = slots().find(({ used }) => used === 1);
  await test.storage.ballots.withdraw(WAVE, hash('receipt 0'));
  const after = slots().find(({ id }) => id === before?.id);
  expect(after).toMatchObject({ used: 0 });
  expect(after?.name.equals(before?.name ?? Buffer.alloc(0))).toBe(false);
  expect(after?.body.equals(before?.body ?? Buffer.alloc(0))).toBe(false);
  await submitAll(256, 1);
  expect(slots().every(({ used }) => used === 1)).toBe(true);
});
