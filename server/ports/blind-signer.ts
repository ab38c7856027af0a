/**
 * Blind signatures on credentials (RFC 9474, RSABSSA-SHA384-PSS-Randomized): who signs doesn't see what is signed, and so
 * can't recognise it when it comes back. A wave has a key pair of its own.
 */
export interface BlindSigner {
  /** Makes the wave's key pair, durably, unless there is one. */
  makeKey(waveId: string): Promise<void>;
  /** Null where the wave has no key: then a code can't be exchanged. */
  publicKey(waveId: string): BlindPublicKey | null;
  /**
   * Signs a blinded message as it came from a browser. Null where the wave has no key or these bytes can't be a blinded
   * message of it (length, range).
   */
  sign(waveId: string, blinded: Uint8Array): Uint8Array | null;
  /** Whether `signature` is one of this wave on `message`. */
  verify(waveId: string, message: Uint8Array, signature: Uint8Array): boolean;
  /** Destroys the key pair: from then on no credential of the wave is worth anything. */
  destroyKey(waveId: string): Promise<void>;
}

export interface BlindPublicKey {
  /** SubjectPublicKeyInfo, DER (RFC 5280). */
  readonly spki: Uint8Array;
  /** 128 bits of its SHA-256 in groups of four hexadecimal digits, for people to compare. */
  readonly fingerprint: string;
}
