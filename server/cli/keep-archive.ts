import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataFile } from '../ports/copies.js';
import { readArchive, writeArchive, type ArchiveKind } from '../storage/archive.js';
import { syncFolder } from '../storage/private-files.js';
import type { ArchiveTarget } from './archive-words.js';
import type { StandaloneDeps } from './command.js';

/** An archive that was written under another name and read back; nobody takes it for a whole one yet. */
export interface WrittenArchive {
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  /** Gives it its name, durably. */
  keep(): void;
  discard(): void;
}

/**
 * Writes an archive, reads it back from the disk, and compares every file in it with what it was made of.
 *
 * @param check what is wrong with the files as they were read back; null where nothing is
 * @throws where the disk did not keep it; nothing is left behind then
 */
export function writeAndReadBack(
  { out, passphrase }: ArchiveTarget,
  kind: ArchiveKind,
  files: readonly DataFile[],
  { clock, randomness }: Pick<StandaloneDeps, 'clock' | 'randomness'>,
  check: (files: readonly DataFile[]) => string | null,
): WrittenArchive {
  const unfinished = `${out}.unfinished`;
  const discard = (): void => {
    rmSync(unfinished, { force: true });
  };
  discard();
  try {
    const made = clock.now().toISOString().slice(0, 10);
    writeArchive(unfinished, { kind, made, files }, passphrase, randomness);
    const back = readArchive(unfinished, passphrase);
    const fault = differenceOf(files, back.files) ?? check(back.files);
    if (fault !== null) throw new Error(`the archive was read back, and ${fault}`);
    return {
      digest: digestOf(unfinished),
      keep() {
        renameSync(unfinished, out);
        syncFolder(dirname(out));
      },
      discard,
    };
  } catch (error) {
    discard();
    throw error;
  }
}

function differenceOf(written: readonly DataFile[], back: readonly DataFile[]): string | null {
  if (written.length !== back.length) return 'holds another number of files';
  const other = written.find(({ path, content }, index) => {
    const found = back[index];
    return found?.path !== path || Buffer.compare(found.content, content) !== 0;
  });
  return other === undefined ? null : `${other.path} is not what was written`;
}

function digestOf(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}
