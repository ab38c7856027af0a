import type { Randomness } from '../../ports/randomness.js';

/** A random index below `size`; from 48 bits, so that no index is likelier by more than one in a hundred million. */
export function pick(size: number, randomness: Randomness): number {
  return Buffer.from(randomness.bytes(6)).readUIntBE(0, 6) % size;
}
