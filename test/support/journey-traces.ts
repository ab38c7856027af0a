import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Bytes that must not be found, and what they would be. */
export interface Trace {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A text as it might be written down: plain, in UTF-16, in hexadecimal, in base64 wherever it stands in a longer text. */
export function tracesOfText(name: string, text: string): Trace[] {
  const plain = Buffer.from(text);
  return [
    { name: `${name}, plain`, bytes: plain },
    { name: `${name}, UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    { name: `${name}, lower-case`, bytes: Buffer.from(text.toLowerCase()) },
    { name: `${name}, percent-encoded`, bytes: Buffer.from(encodeURIComponent(text)) },
    ...encodings(name, plain),
  ];
}

/** A whole number as a text and as the bytes that a database or a log would keep of it. */
export function tracesOfNumber(name: string, number: number): Trace[] {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(number);
  return [
    { name: `${name}, digits`, bytes: Buffer.from(String(number)) },
    { name: `${name}, hexadecimal`, bytes: Buffer.from(number.toString(16)) },
    { name: `${name}, big end first`, bytes: four },
    { name: `${name}, little end first`, bytes: Buffer.from(four).reverse() },
  ];
}

export interface NamedKey {
  readonly name: string;
  readonly key: Uint8Array;
}

/** Every text hashed in every usual way, without a key and with each of the keys: raw, hexadecimal and base64. */
export function tracesOfHashes(name: string, texts: readonly string[], keys: readonly NamedKey[]): Trace[] {
  return texts.flatMap((text) =>
    ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) => {
      const what = `${algorithm} of ${name} as ${JSON.stringify(text)}`;
      return [
        ...hashTraces(what, createHash(algorithm).update(text).digest()),
        ...keys.flatMap(({ name: keyName, key }) =>
          hashTraces(`${what} with the key ${keyName}`, createHmac(algorithm, key).update(text).digest()),
        ),
      ];
    }),
  );
}

/** Raw, hexadecimal, base64; cut to 16 bytes, so that a shortened hash is found as well. */
function hashTraces(name: string, hash: Buffer): Trace[] {
  const start = hash.subarray(0, 15);
  return [
    { name: `${name}, raw`, bytes: start },
    { name: `${name}, hexadecimal`, bytes: Buffer.from(start.toString('hex')) },
    { name: `${name}, HEXADECIMAL`, bytes: Buffer.from(start.toString('hex').toUpperCase()) },
    { name: `${name}, base64`, bytes: Buffer.from(start.toString('base64')) },
    { name: `${name}, base64url`, bytes: Buffer.from(start.toString('base64url')) },
  ];
}

function encodings(name: string, plain: Buffer): Trace[] {
  const hex = plain.toString('hex');
  return [
    { name: `${name}, hexadecimal`, bytes: Buffer.from(hex) },
    { name: `${name}, HEXADECIMAL`, bytes: Buffer.from(hex.toUpperCase()) },
    // Inside a longer text base64 looks different at each of three offsets; the first and last signs depend on neighbours.
    ...[0, 1, 2].map((offset) => {
      const shifted = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64');
      const from = offset === 0 ? 0 : 4;
      return {
        name: `${name}, base64 at offset ${String(offset)}`,
        bytes: Buffer.from(shifted.slice(from, Math.floor((offset + plain.length) / 3) * 4)),
      };
    }),
  ];
}

/** Every file below a folder, by its path in there. */
export function filesOf(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );
}

/** Where something was found, as `place: name`. */
export function findTraces(places: ReadonlyMap<string, Buffer>, traces: readonly Trace[]): string[] {
  return [...places].flatMap(([place, content]) =>
    traces.filter(({ bytes }) => content.includes(bytes)).map(({ name }) => `${place}: ${name}`),
  );
}
