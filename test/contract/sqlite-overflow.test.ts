import { afterEach, beforeEach, expect, it } from 'vitest';
import { DRAFT_LIMIT_BYTES } from '../../server/survey/check-definition.js';
import { aDefinition, aWave, bytesOf, hash, makeTestStorage, type TestStorage } from '../support/storage.js';

let test: TestStorage;
beforeEach(() => {
  test = makeTestStorage();
});
afterEach(() => {
  test.remove();
});

/** First byte of every page that holds rows or keys (SQLite file format, 1.6): interior and leaf, index and table. */
const TREE_PAGES = [2, 5, 10, 13];

function kindsOfPages(file: Buffer): number[] {
  const pageBytes = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  return Array.from(
    { length: file.length / pageBytes },
    (_, page) => file[page === 0 ? 100 : page * pageBytes] ?? -1,
  );
}

/** The shortest answers that JSON can hold for one byte of a ballot: `"a":"b",` in a row of a matrix. */
const longest = Math.ceil(DRAFT_LIMIT_BYTES / 8);

it('even the longest ballot spills into no overflow page, whose number would tell when it came', async () => {
  await test.storage.definitions.put(aDefinition());
  await test.storage.waves.create(aWave({ access: 'open' }));
  await test.storage.box.openBox('wave-1', { ballotBytes: longest, places: 40 });
  for (let person = 0; person < 40; person += 1) {
    const outcome = await test.storage.ballots.accept({
      waveId: 'wave-1',
      codeHash: null,
      credentialHash: null,
      receiptHash: hash(`receipt of ${String(person)}`),
      ballot: Buffer.alloc(longest, person + 1),
    });
    expect(outcome).toBe('accepted');
  }
  const kinds = kindsOfPages(bytesOf(test.dataDir)['ballots.sqlite'] ?? Buffer.alloc(0));
  expect(kinds.length).toBeGreaterThan(10);
  expect(kinds.filter((kind) => !TREE_PAGES.includes(kind))).toEqual([]);
});
