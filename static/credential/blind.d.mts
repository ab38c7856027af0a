import type { webcrypto } from 'node:crypto';

export interface BlindRequest {
  readonly message: Uint8Array<ArrayBuffer>;
  readonly inv: Uint8Array<ArrayBuffer>;
  readonly blinded: Uint8Array<ArrayBuffer>;
}
export function readKey(spki: Uint8Array): Promise<webcrypto.CryptoKey>;
export function makeRequest(key: webcrypto.CryptoKey): Promise<BlindRequest>;
export function finish(
  key: webcrypto.CryptoKey,
  request: { readonly message: Uint8Array; readonly inv: Uint8Array },
  blindSignature: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>>;
