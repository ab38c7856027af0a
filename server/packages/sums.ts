import { createHash, createPublicKey, verify } from 'node:crypto';
import type { PackageFault, PackedFile, Read } from './package-fault.js';
import { sha256 } from './package-fault.js';

/** The list of checksums, as `sha256sum -c` reads it; its 64 bytes of signature; the key to check them with. */
export const SUMS = 'SHA256SUMS';
export const SIGNATURE = 'SHA256SUMS.sig';
export const PUBLIC_KEY = 'public-key.pem';

const line = /^([0-9a-f]{64}) {2}([^\s]+)$/;

/** A line for each file, sorted by path. */
export function sumsOf(files: readonly PackedFile[]): string {
  const lines = files.map(({ path, bytes }) => ({ path, sum: sha256(bytes) }));
  lines.sort((a, b) => (a.path < b.path ? -1 : 1));
  return lines.map(({ path, sum }) => `${sum}  ${path}\n`).join('');
}

/** Every file but the list and its signature is in the list, with its own sum, and nothing else is. */
export function checkSums(files: readonly PackedFile[]): Read<string> {
  const list = files.find(({ path }) => path === SUMS);
  if (list === undefined) return { ok: false, faults: [fault(SUMS, 'fileMissing')] };
  const text = list.bytes.toString('utf8');
  const listed = new Map<string, string>();
  for (const one of text.split('\n').slice(0, -1)) {
    const [, sum, path] = line.exec(one) ?? [];
    if (sum === undefined || path === undefined || listed.has(path))
      return { ok: false, faults: [fault(SUMS, 'sumsOdd')] };
    listed.set(path, sum);
  }
  const covered = files.filter(({ path }) => path !== SUMS && path !== SIGNATURE);
  const faults = [
    ...covered.flatMap(({ path, bytes }) => {
      const sum = listed.get(path);
      if (sum === undefined) return [fault(path, 'notListed')];
      return sum === sha256(bytes) ? [] : [fault(path, 'sumWrong')];
    }),
    ...[...listed.keys()]
      .filter((path) => !covered.some((file) => file.path === path))
      .map((path) => fault(path, 'fileMissing')),
  ];
  const [first, ...others] = faults;
  if (first !== undefined) return { ok: false, faults: [first, ...others] };
  if (text !== sumsOf(covered)) return { ok: false, faults: [fault(SUMS, 'sumsOdd')] };
  return { ok: true, value: text };
}

/**
 * Who signed the list of checksums: the fingerprint of the key that the package brings along; null where it is not signed.
 * The signature is Ed25519 (RFC 8032) over the bytes of the list.
 */
export function checkSignature(files: readonly PackedFile[]): Read<string | null> {
  const bytesOf = (wanted: string): Buffer | undefined => files.find(({ path }) => path === wanted)?.bytes;
  const [sums, signature, pem] = [SUMS, SIGNATURE, PUBLIC_KEY].map(bytesOf);
  if (signature === undefined && pem === undefined) return { ok: true, value: null };
  if (sums === undefined || signature === undefined || pem === undefined)
    return { ok: false, faults: [fault(signature === undefined ? SIGNATURE : PUBLIC_KEY, 'fileMissing')] };
  try {
    const key = createPublicKey({ key: pem, format: 'pem' });
    if (key.asymmetricKeyType === 'ed25519' && verify(null, sums, key, signature))
      return { ok: true, value: fingerprintOf(key.export({ format: 'der', type: 'spki' })) };
  } catch (error) {
    // No key that could be read.
    if (!(error instanceof Error)) throw error;
  }
  return { ok: false, faults: [fault(SIGNATURE, 'signatureWrong')] };
}

/**
 * The first half of the SHA-256 of a public key (DER, SubjectPublicKeyInfo), in groups that can be read out over the
 * telephone: 128 bits, as many as nobody can hit with another key.
 */
export function fingerprintOf(spki: Uint8Array): string {
  const digits = createHash('sha256').update(spki).digest('hex').slice(0, 32);
  return digits.replaceAll(/(.{4})(?=.)/g, '$1 ').toUpperCase();
}

/** The same of a key as PEM. */
export function fingerprintOfPem(pem: string): string {
  return fingerprintOf(createPublicKey({ key: pem, format: 'pem' }).export({ format: 'der', type: 'spki' }));
}

function fault(path: string, key: string): PackageFault {
  return { path, key: `packages.fault.${key}` };
}
