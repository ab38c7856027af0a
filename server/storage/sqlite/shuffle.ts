import type { Randomness } from '../../ports/randomness.js';

/**
 * A new array with the items in random order (Fisher-Yates; Durstenfeld, Algorithm 235, CACM 1964).
 * 48 random bits for each step keep the bias of the remainder below one in a hundred million for a million items.
 */
export function shuffle<Item>(items: readonly Item[], randomness: Randomness): Item[] {
  const shuffled = [...items];
  const bits = Buffer.from(randomness.bytes(6 * shuffled.length));
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = bits.readUIntBE(6 * last, 6) % (last + 1);
    const swapped = shuffled[last] as Item;
    shuffled[last] = shuffled[other] as Item;
    shuffled[other] = swapped;
  }
  return shuffled;
}
