import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataFile } from '../ports/copies.js';
import { privateFolder, syncFolder } from './private-files.js';
import { StorageRefusal } from './refusal.js';

const UNFINISHED = '.unfinished';

/**
 * Puts files into a folder that holds none, for the server's user only. All are written out in full under other names
 * before the first gets its own, in the order given; what an interrupted call left is cleared away.
 * @throws StorageRefusal where the folder holds anything else
 */
export function putFiles(folder: string, files: readonly DataFile[]): void {
  privateFolder(folder);
  const before = filesBelow(folder);
  const others = before.filter((path) => !path.endsWith(UNFINISHED));
  if (others.length > 0)
    throw new StorageRefusal(
      `${folder} is not empty (${others[0] ?? ''}), and nothing in it is ever overwritten. Name an empty folder, or move ` +
        'what is in it away.',
    );
  for (const path of before) rmSync(join(folder, path));
  try {
    for (const { path, content } of files) {
      privateFolder(dirname(join(folder, path)));
      writeDurably(join(folder, path + UNFINISHED), content);
    }
  } catch (error) {
    for (const { path } of files) rmSync(join(folder, path + UNFINISHED), { force: true });
    throw error;
  }
  for (const { path } of files) {
    renameSync(join(folder, path + UNFINISHED), join(folder, path));
    syncFolder(dirname(join(folder, path)));
  }
  syncFolder(folder);
}

/** Every file below a folder, by its path from there. A folder that a file system makes for itself doesn't count. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function writeDurably(file: string, content: Uint8Array): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (let at = 0; at < content.length;) at += writeSync(handle, content, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
