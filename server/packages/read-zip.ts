import { crc32, inflateRawSync } from 'node:zlib';
import type { PackageFault, PackedFile, Read } from './package-fault.js';

/** What a package may hold: a wave with 48 tables in every format has 3.5 MB in 29 files, 270 kB packed. */
export interface ZipLimits {
  /** Bytes of the zip itself. */
  readonly archive: number;
  readonly files: number;
  /** Bytes of one file, unpacked. */
  readonly file: number;
  /** Bytes of all files, unpacked. */
  readonly total: number;
}

export const zipLimits: ZipLimits = { archive: 50e6, files: 500, file: 50e6, total: 150e6 };

/** Small letters or capitals, digits, `.`, `_`, `-`; no part of a path begins with a dot, so none leads upwards. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}$/;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const ENCRYPTED = 0x2041;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of a zip (PKWARE APPNOTE 6.3, without zip64, encryption and split archives), in the order of its directory.
 * The zip comes from outside: sizes are checked before anything is unpacked and held while it is, entries must not overlap
 * (one stream read as many is how zip bombs of great ratio are built), names are plain relative paths and unlike each other
 * whatever the case, and what the directory says is what the entry itself says. Nothing is written to any disk.
 */
export function readZip(zip: Buffer, limits: ZipLimits = zipLimits): Read<readonly PackedFile[]> {
  try {
    return { ok: true, value: unpack(zip, limits) };
  } catch (error) {
    if (error instanceof ZipFault) return { ok: false, faults: [error.fault] };
    throw error;
  }
}

class ZipFault extends Error {
  override readonly name = 'ZipFault';
  constructor(readonly fault: PackageFault) {
    super(fault.key);
  }
}

function fail(path: string, key: string, params: PackageFault['params'] = {}): never {
  throw new ZipFault({ path, key: `packages.fault.${key}`, params });
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly start: number;
}

function unpack(zip: Buffer, limits: ZipLimits): PackedFile[] {
  if (zip.length > limits.archive) fail('', 'tooLarge', { most: megabytes(limits.archive) });
  const { count, directory } = readEnd(zip);
  if (count > limits.files) fail('', 'tooManyFiles', { most: limits.files });
  const entries = readDirectory(zip, directory, count);
  checkNames(entries);
  const longest = entries.find(({ size }) => size > limits.file);
  if (longest !== undefined) fail(longest.name, 'fileTooLarge', { most: megabytes(limits.file) });
  if (entries.reduce((sum, { size }) => sum + size, 0) > limits.total)
    fail('', 'tooLargeUnpacked', { most: megabytes(limits.total) });
  const data = entries.map((entry) => ({ entry, from: dataStart(zip, entry) }));
  checkOverlaps(data, directory);
  return data.map(({ entry, from }) => ({ path: entry.name, bytes: inflate(zip, entry, from) }));
}

/** The last record; a comment behind it is refused, because a second end could hide in one. */
function readEnd(zip: Buffer): { count: number; directory: number } {
  const at = zip.length - END_BYTES;
  if (at < 0 || zip.readUInt32LE(at) !== END) fail('', 'noZip');
  const [disk, startDisk, here, count] = [4, 6, 8, 10].map((offset) => zip.readUInt16LE(at + offset));
  const size = zip.readUInt32LE(at + 12);
  const directory = zip.readUInt32LE(at + 16);
  const comment = zip.readUInt16LE(at + 20);
  if (disk !== 0 || startDisk !== 0 || here !== count || comment !== 0) fail('', 'oddZip');
  if (directory + size !== at) fail('', 'oddZip');
  return { count: count ?? 0, directory };
}

function readDirectory(zip: Buffer, directory: number, count: number): Entry[] {
  const end = zip.length - END_BYTES;
  const entries: Entry[] = [];
  let at = directory;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > end || zip.readUInt32LE(at) !== ENTRY) fail('', 'oddZip');
    const nameLength = zip.readUInt16LE(at + 28);
    const next = at + ENTRY_BYTES + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (next > end) fail('', 'oddZip');
    entries.push({
      name: zip.toString('latin1', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength),
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      start: zip.readUInt32LE(at + 42),
    });
    at = next;
  }
  if (at !== end) fail('', 'oddZip');
  return entries;
}

function checkNames(entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    // A name that isn't allowed is not repeated to anybody.
    if (!fileName.test(name)) fail('', 'badName');
    const plain = name.toLowerCase();
    if (seen.has(plain)) fail(name, 'nameTwice');
    seen.add(plain);
  }
}

/** Where the entry's bytes begin, once its own header says the same as the directory. */
function dataStart(zip: Buffer, { name, flags, method, start }: Entry): number {
  if ((flags & ENCRYPTED) !== 0) fail(name, 'encrypted');
  if (method !== STORED && method !== DEFLATED) fail(name, 'oddZip');
  if (start + LOCAL_BYTES > zip.length || zip.readUInt32LE(start) !== LOCAL) fail(name, 'oddZip');
  const nameLength = zip.readUInt16LE(start + 26);
  const from = start + LOCAL_BYTES + nameLength + zip.readUInt16LE(start + 28);
  const own = zip.toString('latin1', start + LOCAL_BYTES, start + LOCAL_BYTES + nameLength);
  if (own !== name || zip.readUInt16LE(start + 6) !== flags || zip.readUInt16LE(start + 8) !== method)
    fail(name, 'oddZip');
  return from;
}

function checkOverlaps(
  data: readonly { readonly entry: Entry; readonly from: number }[],
  directory: number,
): void {
  const sorted = [...data].sort((a, b) => a.entry.start - b.entry.start);
  sorted.forEach(({ entry, from }, index) => {
    const limit = sorted[index + 1]?.entry.start ?? directory;
    if (from + entry.packed > limit) fail(entry.name, 'oddZip');
  });
}

function inflate(zip: Buffer, { name, method, crc, packed, size }: Entry, from: number): Buffer {
  const bytes = zip.subarray(from, from + packed);
  const content = method === STORED ? Buffer.from(bytes) : inflated(name, bytes, size);
  if (content.length !== size || crc32(content) !== crc) fail(name, 'damaged');
  return content;
}

function inflated(name: string, bytes: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return fail(name, 'damaged');
  }
}

function megabytes(bytes: number): number {
  return bytes / 1_000_000;
}
