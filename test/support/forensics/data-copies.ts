import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A byte copy of a folder at one moment, as a backup or somebody with the disk in hand would have it. */
export type DataCopy = ReadonlyMap<string, CopiedFile>;

export interface CopiedFile {
  readonly bytes: Buffer;
  /** Time of the last change, milliseconds since 1970. */
  readonly changed: number;
}

/** Copies every file below the folder, journals included. One that vanishes meanwhile is left out. */
export function copyOf(folder: string): DataCopy {
  const copy = new Map<string, CopiedFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    try {
      copy.set(relative(folder, path), { bytes: readFileSync(path), changed: statSync(path).mtimeMs });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return copy;
}
