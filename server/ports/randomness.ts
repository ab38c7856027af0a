/** Cryptographic randomness as an argument, so that pure code stays pure and a test can repeat itself. */
export interface Randomness {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}
