import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../server/exports/zip.js';
import { readZip } from '../../../server/packages/read-zip.js';
import { oddZip } from '../../support/odd-zip.js';

const reasonOf = (zip: Buffer, limits?: Parameters<typeof readZip>[1]): string => {
  const read = readZip(zip, limits);
  return read.ok ? 'taken' : read.faults.map(({ key }) => key.replace('packages.fault.', '')).join();
};
const namesIn = (zip: Buffer): string[] => {
  const read = readZip(zip);
  return read.ok ? read.value.map(({ path }) => path) : [];
};
const small = { archive: 10_000, files: 3, file: 1_000, total: 1_500 };

describe('readZip', () => {
  it('reads what the exports write', () => {
    const files = [
      { path: 'a.txt', bytes: Buffer.from('ä'.repeat(500)) },
      { path: 'tables/b-1.csv', bytes: Buffer.alloc(0) },
    ];
    expect(readZip(zipOf(files))).toEqual({ ok: true, value: files });
  });

  it('reads packed and unpacked entries', () => {
    const zip = oddZip([
      { name: 'a', content: 'abc' },
      { name: 'b', content: 'abc', method: 0 },
    ]);
    expect(readZip(zip)).toMatchObject({ ok: true, value: [{ path: 'a' }, { path: 'b' }] });
  });

  it('takes no other file for a zip', () => {
    for (const bytes of ['', 'PK', '{}', 'x'.repeat(100)]) expect(reasonOf(Buffer.from(bytes))).toBe('noZip');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc' }]).subarray(0, -1))).toBe('noZip');
  });

  it.each([
    '../a',
    'a/../b',
    '/etc/passwd',
    'C:/a',
    'a\\b',
    'a//b',
    '.hidden',
    'a/',
    '',
    'a\0.json',
    'ä',
    'a b',
    'a/b/c/d/e',
    'x'.repeat(101),
    '__proto__',
  ])('refuses the name %j', (name) => {
    expect(reasonOf(oddZip([{ name, content: 'abc' }]))).toBe('badName');
  });

  it('refuses names that are one on some machines', () => {
    const zip = oddZip([
      { name: 'Manifest.json', content: '1' },
      { name: 'manifest.json', content: '2' },
    ]);
    expect(reasonOf(zip)).toBe('nameTwice');
  });

  it('holds limits before it unpacks', () => {
    const files = (...sizes: number[]) =>
      oddZip(sizes.map((size, at) => ({ name: `f${String(at)}`, content: 'x'.repeat(size) })));
    expect(reasonOf(files(1_000, 500), small)).toBe('taken');
    expect(reasonOf(files(1_001), small)).toBe('fileTooLarge');
    expect(reasonOf(files(1_000, 501), small)).toBe('tooLargeUnpacked');
    expect(reasonOf(files(1, 1, 1, 1), small)).toBe('tooManyFiles');
    expect(reasonOf(Buffer.alloc(10_001), small)).toBe('tooLarge');
  });

  it('stops at the size that an entry says it has', () => {
    const piece = deflateRawSync(Buffer.alloc(4_000_000), { finishFlush: constants.Z_SYNC_FLUSH });
    const stream = Buffer.concat([...Array<Buffer>(100).fill(piece), deflateRawSync('')]);
    const bomb = { name: 'a', content: stream, packed: true, size: 100 };
    const before = process.resourceUsage().maxRSS;
    expect(reasonOf(oddZip([bomb]))).toBe('damaged');
    // 400 MB would come out of it, in kilobytes.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000);
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc', size: 2 }]))).toBe('damaged');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc', size: 4 }]))).toBe('damaged');
  });

  it('refuses entries that share their bytes, as bombs do', () => {
    const zip = oddZip([
      { name: 'a', content: 'x'.repeat(100) },
      { name: 'b', content: 'x'.repeat(100), sameBytes: true },
    ]);
    expect(reasonOf(zip)).toBe('oddZip');
  });

  it('refuses an entry whose own header says something else', () => {
    expect(reasonOf(oddZip([{ name: 'a.json', localName: 'b.json', content: '1' }]))).toBe('oddZip');
  });

  it('refuses wrong sums, encryption, other methods, comments and wrong counts', () => {
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc', crc: 1 }]))).toBe('damaged');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc', flags: 1 }]))).toBe('encrypted');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc', method: 12 }]))).toBe('oddZip');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc' }], { comment: 'hello' }))).not.toBe('taken');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc' }], { count: 0 }))).toBe('oddZip');
    expect(reasonOf(oddZip([{ name: 'a', content: 'abc' }], { count: 2 }))).toBe('oddZip');
  });

  it('has no opinion on an empty zip', () => {
    expect(namesIn(oddZip([]))).toEqual([]);
    expect(reasonOf(oddZip([]))).toBe('taken');
  });
});
