/** Signs what an installation hands on. Its private half never leaves the key folder. */
export interface PackageSigner {
  /** Ed25519 (RFC 8032), 64 bytes. The key is made when it is first needed. */
  sign(bytes: Uint8Array): Uint8Array;
  /** The public half as PEM (SubjectPublicKeyInfo), for those who check. */
  publicKey(): string;
}
