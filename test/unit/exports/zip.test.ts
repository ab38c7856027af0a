import { unzipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { zipOf } from '../../../server/exports/zip.js';

const files = [
  { path: 'b.txt', bytes: Buffer.from('zwei '.repeat(500)) },
  { path: 'a.txt', bytes: Buffer.from('eins') },
];

describe('a zip', () => {
  it('gives back every file, in the order given', () => {
    const found = Object.entries(unzipSync(zipOf(files)));
    expect(found.map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual(
      files.map(({ path, bytes }) => [path, bytes.toString()]),
    );
  });

  it('has the same bytes in every zone', () => {
    const made = ['UTC', 'Pacific/Auckland', 'America/St_Johns'].map((zone) => {
      vi.stubEnv('TZ', zone);
      return zipOf(files);
    });
    vi.unstubAllEnvs();
    expect(made[1]?.equals(made[0] ?? Buffer.alloc(0))).toBe(true);
    expect(made[2]?.equals(made[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it('takes no name twice', () => {
    expect(() => zipOf([...files, ...files])).toThrow('b.txt');
  });
});
