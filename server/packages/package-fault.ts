import { createHash } from 'node:crypto';

/** Why a package can't be taken: where in it, and a message of the catalogue that gives reason and remedy. */
export interface PackageFault {
  /** Path of the file inside the package, with the field in it where one is to blame; empty: the package as a whole. */
  readonly path: string;
  /** A key below `packages.fault`, or of another catalogue where a part of the package has its own reader. */
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A file of a package: a path with slashes and its bytes. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly [PackageFault, ...PackageFault[]] };

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
