import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readArchive, writeArchive, type Archive } from '../../../server/storage/archive.js';
import { realRandomness, temporaryFolder } from '../../support/storage.js';

const PASSPHRASE = 'sieben kleine Wörter aus einem Buch';
const CHUNK = (1 << 20) + 16;

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'archive');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Three chunks, the second of which holds the border of two files. */
function archive(): Archive {
  return {
    kind: 'data',
    made: '2026-03-02',
    files: [
      { path: 'office.sqlite', content: Buffer.alloc(1.5 * 2 ** 20, 'canary') },
      { path: 'waves/w.key', content: Buffer.alloc(0) },
      { path: 'codes.sqlite', content: Buffer.alloc(2 ** 20, 'b') },
    ],
  };
}

describe('an archive', () => {
  it('gives back what was put in, to nobody but its owner, and shows nothing of it', () => {
    writeArchive(file, archive(), PASSPHRASE, realRandomness);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes('canary')).toBe(false);
    expect(readFileSync(file).includes('office')).toBe(false);
    const back = readArchive(file, PASSPHRASE);
    expect({ ...back, files: back.files.map(({ path }) => path) }).toEqual({
      ...archive(),
      files: archive().files.map(({ path }) => path),
    });
    const same = back.files.map(({ content }, at) =>
      Buffer.from(content).equals(archive().files[at]?.content ?? Buffer.of(1)),
    );
    expect(same).toEqual([true, true, true]);
  });

  it('opens with the same passphrase however its letters are composed, and with no other', () => {
    writeArchive(file, archive(), PASSPHRASE.normalize('NFD'), realRandomness);
    expect(readArchive(file, PASSPHRASE.normalize('NFC')).made).toBe('2026-03-02');
    expect(() => readArchive(file, `${PASSPHRASE}.`)).toThrow(/passphrase is another one/);
  });

  it('never overwrites a file', () => {
    writeFileSync(file, 'precious');
    expect(() => {
      writeArchive(file, archive(), PASSPHRASE, realRandomness);
    }).toThrow(/EEXIST/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('refuses a path that leads out of the folder', () => {
    const files = [{ path: '../evil.key', content: Buffer.of(1) }];
    expect(() => {
      writeArchive(file, { ...archive(), files }, PASSPHRASE, realRandomness);
    }).toThrow();
  });

  const header = 19 + 32;
  const spoilt: [what: string, change: (bytes: Buffer) => Buffer][] = [
    ['of another program', () => Buffer.from('SQLite format 3'.repeat(100))],
    ['empty', () => Buffer.alloc(0)],
    ['cut off within a chunk', (bytes) => bytes.subarray(0, -1)],
    ['cut off after a whole chunk', (bytes) => bytes.subarray(0, header + 2 * CHUNK)],
    ['with something behind it', (bytes) => Buffer.concat([bytes, Buffer.of(0)])],
    ['with another salt', (bytes) => Buffer.from(bytes).fill(0, 30, 31)],
    [
      'with one bit changed',
      (bytes) => {
        bytes.writeUInt8(bytes.readUInt8(header + CHUNK + 7) ^ 1, header + CHUNK + 7);
        return bytes;
      },
    ],
    [
      'with two chunks swapped',
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, header),
          bytes.subarray(header + CHUNK, header + 2 * CHUNK),
          bytes.subarray(header, header + CHUNK),
          bytes.subarray(header + 2 * CHUNK),
        ]),
    ],
  ];
  // Deriving the key is slow on purpose.
  let whole: Buffer;
  beforeAll(() => {
    const made = join(temporaryFolder(), 'archive');
    writeArchive(made, archive(), PASSPHRASE, realRandomness);
    whole = readFileSync(made);
    rmSync(join(made, '..'), { recursive: true });
  });
  it.each(spoilt)('is refused %s', (_what, change) => {
    writeFileSync(file, change(Buffer.from(whole)));
    expect(() => readArchive(file, PASSPHRASE)).toThrow(/is no archive|does not open/);
  });
});
