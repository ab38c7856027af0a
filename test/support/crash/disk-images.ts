import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Step } from './recording.js';

/** Contents of files by their full path. */
export type Image = ReadonlyMap<string, Buffer>;

/** What a process that is killed after these steps leaves behind: everything that it wrote. */
export function afterKill(start: Image, steps: readonly Step[]): Image {
  const files = new Map(start);
  for (const step of steps) apply(files, step);
  return files;
}

/**
 * What a machine that loses its power after these steps may leave behind: whatever was synced, and of the later steps on
 * each file those that `kept` names. Names of files that were made or deleted count as written at once, which SQLite
 * takes care of by syncing their folder.
 */
export function afterPowerLoss(
  start: Image,
  steps: readonly Step[],
  kept: (index: number) => boolean,
): Image {
  const files = new Map(start);
  const lastSync = new Map<string, number>();
  for (const [index, step] of steps.entries()) if (step.kind === 'sync') lastSync.set(step.file, index);
  for (const [index, step] of steps.entries()) {
    const lost =
      (step.kind === 'write' || step.kind === 'truncate') &&
      index > (lastSync.get(step.file) ?? -1) &&
      !kept(index);
    if (!lost) apply(files, step);
  }
  return files;
}

/** Puts the image in place of whatever lies in the folder. */
export function restoreImage(folder: string, image: Image): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [path, bytes] of image) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes, { mode: 0o600 });
  }
}

function apply(files: Map<string, Buffer>, step: Step): void {
  switch (step.kind) {
    case 'write': {
      const before = files.get(step.file) ?? Buffer.alloc(0);
      const after = Buffer.alloc(Math.max(before.length, step.at + step.bytes.length));
      before.copy(after);
      step.bytes.copy(after, step.at);
      files.set(step.file, after);
      break;
    }
    case 'truncate': {
      const before = files.get(step.file) ?? Buffer.alloc(0);
      files.set(step.file, Buffer.from(before.subarray(0, step.size)));
      break;
    }
    case 'create':
      files.set(step.file, files.get(step.file) ?? Buffer.alloc(0));
      break;
    case 'delete':
      files.delete(step.file);
      break;
    case 'sync':
    case 'asked':
    case 'told':
      break;
  }
}
