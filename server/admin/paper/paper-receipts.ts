import { createHash, createHmac } from 'node:crypto';
import type { Randomness } from '../../ports/randomness.js';

const BATCH = /^[0-9a-f]{32}$/;

/** A name for one opened page: what is sent twice from it is stored once. */
export function makeBatch(randomness: Randomness): string {
  return Buffer.from(randomness.bytes(16)).toString('hex');
}

/** The batch that came with a form; a fresh one where none of ours came. */
export function readBatch(typed: string, randomness: Randomness): string {
  return BATCH.test(typed) ? typed : makeBatch(randomness);
}

/**
 * Names of ballots that nobody holds a receipt for, one for each, in their order: HMAC-SHA-256 over wave, batch, a SHA-256
 * of everything that was sent, and place, 32 bytes. The same content sent twice from one page has the same names and is
 * stored once; other content from that page has others and is stored whole. The batch is written down nowhere, so a
 * name tells nothing about its ballot.
 */
export function paperReceipts(
  key: Uint8Array,
  waveId: string,
  batch: string,
  ballots: readonly Uint8Array[],
): Uint8Array[] {
  const content = createHash('sha256');
  // The length goes first: two lists of ballots never run together to the same bytes.
  for (const ballot of ballots) content.update(`${String(ballot.length)}\0`, 'utf8').update(ballot);
  const digest = content.digest('hex');
  return ballots.map((_, place) =>
    createHmac('sha256', key)
      .update(`paper\0${waveId}\0${batch}\0${digest}\0${String(place)}`, 'utf8')
      .digest(),
  );
}
