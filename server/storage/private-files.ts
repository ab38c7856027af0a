import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StorageRefusal } from './refusal.js';

/** Bits of a file mode that let others than the owner in. */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/** Makes the folder for the server's user alone (0700). One that is there already must not be writable by others. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & OTHERS_WRITE) !== 0) {
    throw new StorageRefusal(`Other users may write to ${folder}. Run: chmod 700 ${folder}`);
  }
}

/** Whether nobody but the owner can read or write the file. */
export function isPrivate(file: string): boolean {
  return (statSync(file).mode & OTHERS) === 0;
}

/**
 * Makes a file of mode 0600 that is there wholly or not at all, whatever crashes. One that is there already stays: of two
 * processes that start at once, both then go on with the same content.
 */
export function createDurably(file: string, content: Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  // What a crash left there may have another mode.
  rmSync(temporary, { force: true });
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(temporary);
  }
  syncFolder(dirname(file));
}

/**
 * Overwrites the file where it lies, so that its bytes are gone wherever a file system keeps no copies, and removes it.
 * Nothing happens where it is gone already.
 */
export function destroyFile(file: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, 'r+');
  try {
    const { size } = statSync(file);
    writeSync(handle, randomBytes(size), 0, size, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
  syncFolder(dirname(file));
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
