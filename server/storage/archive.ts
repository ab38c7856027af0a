import { createCipheriv, createDecipheriv, createHash, scryptSync } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { DataFile } from '../ports/copies.js';
import type { Randomness } from '../ports/randomness.js';

/** Data and keys never lie in one archive: whoever finds it must not have both. */
export type ArchiveKind = 'data' | 'keys';

export interface Archive {
  readonly kind: ArchiveKind;
  /** Day it was made, `2026-11-23`. */
  readonly made: string;
  readonly files: readonly DataFile[];
}

/** A file that can't be read as an archive; the message completes "FILE ...". */
export class ArchiveFault extends Error {
  override readonly name = 'ArchiveFault';
}

const MAGIC = Buffer.from('mehrwelt archive 1\n');
const SALT = 32;
const HEADER = MAGIC.length + SALT;
const CHUNK = 1 << 20;
const TAG = 16;
/** 128 MiB and about half a second for each guess (RFC 7914). */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

const manifestSchema = z.strictObject({
  kind: z.enum(['data', 'keys']),
  made: z.string(),
  files: z.array(
    z.strictObject({
      // Never out of the folder that it is put into.
      path: z.string().regex(/^([a-z0-9-]+\/)?[a-z0-9-]+(\.[a-z0-9]+)+$/),
      bytes: z.int().nonnegative(),
      sha256: z.string().length(64),
    }),
  ),
});

/**
 * Writes an archive that only the passphrase opens, to a file that must not exist yet (0600), durably.
 *
 * Magic, salt (32 bytes), then chunks of 1 MiB, each AES-256-GCM: the nonce is the chunk's number and whether it is the
 * last, so that none can be left out, swapped or cut off (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015). The
 * key comes from the passphrase by scrypt, with a salt of its own for each archive. Inside: the length of a list of files
 * (4 bytes), the list as JSON with SHA-256 of each, the files.
 */
export function writeArchive(
  file: string,
  { kind, made, files }: Archive,
  passphrase: string,
  randomness: Randomness,
): void {
  const manifest: z.infer<typeof manifestSchema> = {
    kind,
    made,
    files: files.map(({ path, content }) => ({ path, bytes: content.length, sha256: sha256(content) })),
  };
  const list = Buffer.from(JSON.stringify(manifestSchema.parse(manifest)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(list.length);
  const header = Buffer.concat([MAGIC, randomness.bytes(SALT)]);
  const key = keyOf(passphrase, header);
  const parts = [length, list, ...files.map(({ content }) => content)];
  const chunks = Math.ceil(parts.reduce((sum, part) => sum + part.length, 0) / CHUNK);

  const handle = openSync(file, 'wx', 0o600);
  try {
    writeWhole(handle, header);
    let index = 0;
    for (const chunk of chunksOf(parts)) {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, index === chunks - 1)).setAAD(header);
      writeWhole(handle, Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]));
      index += 1;
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Reads an archive back, and every digest in it. @throws ArchiveFault */
export function readArchive(file: string, passphrase: string): Archive {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const header = readWhole(handle, Math.min(HEADER, size));
    if (size <= HEADER + TAG || !header.subarray(0, MAGIC.length).equals(MAGIC))
      throw new ArchiveFault('is no archive of this program');
    const key = keyOf(passphrase, header);
    const chunks = Math.ceil((size - HEADER) / (CHUNK + TAG));
    const plain: Buffer[] = [];
    for (let index = 0; index < chunks; index += 1) {
      const at = HEADER + index * (CHUNK + TAG);
      const sealed = readWhole(handle, Math.min(CHUNK + TAG, size - at));
      plain.push(openChunk(sealed, key, nonceOf(index, index === chunks - 1), header));
    }
    return contentsOf(Buffer.concat(plain));
  } finally {
    closeSync(handle);
  }
}

function openChunk(sealed: Buffer, key: Buffer, nonce: Buffer, header: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
    decipher.setAAD(header).setAuthTag(sealed.subarray(-TAG));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  } catch {
    throw new ArchiveFault('does not open: the passphrase is another one, or the file is damaged or cut off');
  }
}

function contentsOf(plain: Buffer): Archive {
  const listed = plain.readUInt32BE(0);
  const { files, ...rest } = manifestSchema.parse(JSON.parse(plain.subarray(4, 4 + listed).toString()));
  let at = 4 + listed;
  return {
    ...rest,
    files: files.map(({ path, bytes, sha256: digest }) => {
      const content = plain.subarray(at, at + bytes);
      at += bytes;
      if (sha256(content) !== digest)
        throw new ArchiveFault(`holds ${path} with another content than it says`);
      return { path, content };
    }),
  };
}

/** What the parts hold together, in pieces of CHUNK bytes; the last one is what remains. */
function* chunksOf(parts: readonly Uint8Array[]): Iterable<Buffer> {
  let waiting: Uint8Array[] = [];
  let room = CHUNK;
  for (const part of parts) {
    for (let at = 0; at < part.length;) {
      const piece = part.subarray(at, at + room);
      waiting.push(piece);
      at += piece.length;
      room -= piece.length;
      if (room > 0) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      room = CHUNK;
    }
  }
  if (waiting.length > 0) yield Buffer.concat(waiting);
}

function keyOf(passphrase: string, header: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), header.subarray(MAGIC.length), 32, SCRYPT);
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function writeWhole(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
}

function readWhole(handle: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const read = readSync(handle, bytes, at, length - at, null);
    if (read === 0) throw new ArchiveFault('ends before its end');
    at += read;
  }
  return bytes;
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
