import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataFile } from '../../server/ports/copies.js';
import { faultOfFiles } from '../../server/storage/sqlite/check-files.js';
import type { TestStorage } from '../support/storage.js';
import { aBox, aDefinition, aWave, ballot, bytesOf, hash, makeTestStorage } from '../support/storage.js';

const WAVE = 'wave-1';
const K = 10;

let test: TestStorage;
let number: number;
beforeEach(async () => {
  test = makeTestStorage();
  number = 0;
  const { definitions, waves, codes, box } = test.storage;
  await definitions.put(aDefinition());
  await waves.create(aWave({ k: K }));
  await codes.issue(
    WAVE,
    Array.from({ length: 200 }, (_, n) => ({ hash: hash(n), area: 'Finanzen' })),
  );
  await box.openBox(WAVE, aBox);
  await waves.advance(WAVE, 'open');
});
afterEach(() => {
  test.remove();
});

type Way = 'code' | 'paper' | 'exchange';
const come = async (times: number, way: Way = 'code'): Promise<void> => {
  const { ballots, paper } = test.storage;
  for (let last = number + times; number < last; number += 1) {
    const [codeHash, receiptHash] = [hash(number), hash(`receipt ${number}`)];
    const one = { receiptHash, ballot: ballot('x') };
    if (way === 'paper') await paper.acceptAll(WAVE, [one]);
    else if (way === 'exchange') await ballots.redeem(WAVE, codeHash, hash('request'));
    else await ballots.accept({ ...one, waveId: WAVE, codeHash, credentialHash: null });
  }
};
const withdraw = (first: number, times: number) =>
  Promise.all(
    Array.from({ length: times }, (_, n) =>
      test.storage.ballots.withdraw(WAVE, hash(`receipt ${first + n}`)),
    ),
  );
/** Whether a copy was made. */
const copy = (): boolean => {
  let files: readonly DataFile[] = [];
  const { tooFew } = test.storage.copies.take((taken) => (files = taken));
  expect(tooFew).toEqual(files.length > 0 ? [] : [WAVE]);
  if (files.length > 0) expect(faultOfFiles(files)).toBeNull();
  return files.length > 0;
};

describe('a copy of an open box', () => {
  it('is made while nobody has come yet, as often as you like', () => {
    expect([copy(), copy()]).toEqual([true, true]);
  });

  it('is refused from the first ballot until there are k, whether one was made before or not', async () => {
    await come(1);
    expect(copy()).toBe(false);
    await come(K - 2);
    expect(copy()).toBe(false);
    await come(1);
    expect(copy()).toBe(true);
  });

  it('is refused until k more have come since the one before, and remembers that over a restart', async () => {
    await come(K);
    expect([copy(), copy()]).toEqual([true, false]);
    await come(K - 1);
    test.restart();
    expect(copy()).toBe(false);
    await come(1);
    expect([copy(), copy()]).toEqual([true, false]);
  });

  it('counts ballots that were withdrawn against those that came', async () => {
    await come(K);
    copy();
    await come(K);
    await withdraw(0, 1);
    expect(copy()).toBe(false);
    await come(1);
    expect(copy()).toBe(true);
  });

  it('is refused where k ballots came with fewer than k codes', async () => {
    await come(K - 1, 'paper');
    await come(1);
    expect(copy()).toBe(false);
    await come(1, 'paper');
    expect(copy()).toBe(false);
    await come(K - 1);
    expect(copy()).toBe(true);
  });

  it('is refused where k codes were used and fewer ballots came', async () => {
    await come(K, 'exchange');
    expect(copy()).toBe(false);
    await come(K - 1, 'paper');
    expect(copy()).toBe(false);
    await come(1, 'paper');
    expect(copy()).toBe(true);
  });

  it('is made where no code was used at all', async () => {
    await come(K, 'paper');
    expect(copy()).toBe(true);
  });

  it('counts only when it was kept', async () => {
    await come(K);
    const before = bytesOf(test.dataDir);
    const full = (): void => {
      test.storage.copies.take(() => {
        throw new Error('the disk is full');
      });
    };
    expect(full).toThrow('the disk is full');
    expect(bytesOf(test.dataDir)).toEqual(before);
    expect(copy()).toBe(true);
  });

  it('holds that it was taken', async () => {
    await come(K);
    let content = Buffer.alloc(0);
    test.storage.copies.take((files) => {
      content = Buffer.from(files.find(({ path }) => path === 'ballots.sqlite')?.content ?? content);
    });
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(content);
    expect(db.prepare('SELECT copied_at, copied_codes FROM box').get()).toEqual({
      copied_at: K,
      copied_codes: K,
    });
    db.close();
  });
});

it('a sealed box may be copied however few came', async () => {
  await come(1);
  await test.storage.box.sealBox(WAVE);
  expect([copy(), copy()]).toEqual([true, true]);
});

it('one wave with too few is enough to refuse all', async () => {
  await come(K);
  await test.storage.waves.create(aWave({ id: 'wave-2', k: K }));
  await test.storage.box.openBox('wave-2', aBox);
  await test.storage.paper.acceptAll('wave-2', [{ receiptHash: hash('other'), ballot: ballot('x') }]);
  const { tooFew } = test.storage.copies.take(() => {
    throw new Error('never called');
  });
  expect(tooFew).toEqual(['wave-2']);
});

it('a wave whose key is gone, or is another wave’s, is named', () => {
  expect(test.storage.copies.withoutKey()).toEqual([]);
  const key = test.keyFile(WAVE);
  key.write(Buffer.alloc(32, 7));
  expect(test.storage.copies.withoutKey()).toEqual([WAVE]);
  key.write(null);
  expect(test.storage.copies.withoutKey()).toEqual([WAVE]);
});

describe('files that are to be a data folder', () => {
  const files = (): DataFile[] => {
    let taken: readonly DataFile[] = [];
    test.storage.copies.take((all) => (taken = all));
    return taken.map(({ path, content }) => ({ path, content: Buffer.from(content) }));
  };
  const change = (path: string, alter: (content: Buffer) => Uint8Array): DataFile[] =>
    files().map((file) => (file.path === path ? { path, content: alter(Buffer.from(file.content)) } : file));

  it.each([
    ['one is missing', () => files().slice(1), /holds ballots.sqlite, codes.sqlite instead of/],
    ['one is empty', () => change('codes.sqlite', () => Buffer.alloc(0)), /codes.sqlite is empty/],
    ['one is something else', () => change('codes.sqlite', (c) => c.fill('x')), /codes.sqlite is damaged/],
    [
      'a page is damaged',
      () => change('ballots.sqlite', (c) => c.fill(0xff, 4096, 8192)),
      /ballots.sqlite is damaged/,
    ],
    [
      'two are swapped',
      () =>
        files().map(({ path, content }) => ({
          path: { 'codes.sqlite': 'ballots.sqlite', 'ballots.sqlite': 'codes.sqlite' }[path] ?? path,
          content,
        })),
      /does not suit this version/,
    ],
  ])('are refused where %s', (_what, make, says) => {
    expect(faultOfFiles(make())).toMatch(says);
  });
});
