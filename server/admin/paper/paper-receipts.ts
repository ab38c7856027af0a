import { createHmac } from 'node:crypto';
import type { Randomness } from '../../ports/randomness.js';

const BATCH = /^[0-9a-f]{32}$/;

/** A name for one sending of the paper form, made with the page: a form that arrives twice is stored once. */
export function makeBatch(randomness: Randomness): string {
  return Buffer.from(randomness.bytes(16)).toString('hex');
}

/** The batch that came with a form; a fresh one where none of ours came. */
export function readBatch(typed: string, randomness: Randomness): string {
  return BATCH.test(typed) ? typed : makeBatch(randomness);
}

/**
 * Names of ballots that nobody holds a receipt for: HMAC-SHA-256 over wave, batch and place, 32 bytes. Batch and place
 * are written down nowhere, so the name tells neither.
 */
export function paperReceipt(key: Uint8Array, waveId: string, batch: string, place: number): Uint8Array {
  return createHmac('sha256', key)
    .update(`paper\0${waveId}\0${batch}\0${String(place)}`, 'utf8')
    .digest();
}
