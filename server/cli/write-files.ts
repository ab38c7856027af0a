import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportFile } from '../exports/export-context.js';
import { UsageError } from './command.js';

/** Throws a UsageError where the folder is none, or holds anything. */
export function checkEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder}: is a file; name a folder`);
  if (readdirSync(folder).length > 0)
    throw new UsageError(
      `${folder}: holds files already; name an empty folder, or one that is not there yet`,
    );
}

/** Writes files into a folder that is made where it is missing; nothing is ever overwritten. */
export function writeFiles(folder: string, files: readonly ExportFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { path, bytes } of files) writeFileSync(join(folder, path), bytes, { flag: 'wx' });
}
