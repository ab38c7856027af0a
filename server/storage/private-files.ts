import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
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
  const temporary = writeTemporary(`${file}.${process.pid}.tmp`, content);
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
 * Puts another content in the place of a file: whatever crashes, it holds the one or the other, wholly. What it held before is
 * overwritten where it lies afterwards.
 */
export function replaceDurably(file: string, content: Uint8Array): void {
  // The same name always: what a crash left there, a key perhaps, is gone with the next replacement.
  const next = `${file}.next.tmp`;
  destroyFile(next);
  const before = openSync(file, 'r+');
  try {
    renameSync(writeTemporary(next, content), file);
    syncFolder(dirname(file));
    overwrite(before);
  } finally {
    closeSync(before);
  }
}

/**
 * Overwrites the file where it lies, so that its bytes are gone wherever a file system keeps no copies, and removes it.
 * Nothing happens where it is gone already.
 */
export function destroyFile(file: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, 'r+');
  try {
    overwrite(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
  syncFolder(dirname(file));
}

function overwrite(handle: number): void {
  const { size } = fstatSync(handle);
  writeSync(handle, randomBytes(size), 0, size, 0);
  fsyncSync(handle);
}

function writeTemporary(temporary: string, content: Uint8Array): string {
  // What a crash left there may have another mode.
  rmSync(temporary, { force: true });
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } catch (error) {
    rmSync(temporary);
    throw error;
  } finally {
    closeSync(handle);
  }
  return temporary;
}

/** Makes durable what was created, renamed or removed in the folder. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
