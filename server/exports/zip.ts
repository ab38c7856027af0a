import { zipSync, type Zippable } from 'fflate';

/** What a zip is made of; an ExportFile is one. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The files in one zip, in this order: the same files give the same bytes on every machine, at any time. The zip library is
 * one in JavaScript, because what Node's own zlib makes of the same bytes depends on the processor.
 *
 * @throws Error where two files have one name
 */
export function zipOf(files: readonly ZipEntry[]): Buffer {
  // Zip writes local time without a zone; made from local parts, these are the same digits in every zone.
  const mtime = new Date(1980, 0, 1, 12);
  const entries: Zippable = {};
  for (const { path, bytes } of files) {
    if (path in entries) throw new Error(`two files are called ${path}`);
    entries[path] = [bytes, { mtime, level: 6, os: 3, attrs: 0o100644 << 16 }];
  }
  return Buffer.from(zipSync(entries));
}
