import type { Coverage } from './coverage.js';
import type { Lattice } from './lattice.js';
import type { Entry, Ledger } from './ledger.js';
import type { State } from './state.js';

/**
 * What the search is made to believe of prices, by how many dimensions fewer than the finest cells have. Blanks of coarse
 * cells serve many others, more than a search that looks at one cell after the other can see; where most codes are rare,
 * it is the other way round: totals had better stay, and pairs too. Which belief is right shows when all cells have a
 * world.
 */
const BELIEFS: readonly (readonly number[])[] = [
  [1, 0.6, 0.5, 1],
  [1, 6, 1e5, 1e6],
  [1, 1, 1e5, 1e6],
];

/** A later belief has to be better by so much: what the first one blanks also hides subtractions for less. */
const CLEARLY_BETTER = 0.97;

/** Finds worlds for every unsafe cell under several beliefs, and keeps the best with its belief. Returns the real prices. */
export function coverCheaply(
  lattice: Lattice,
  state: State,
  ledger: Ledger,
  coverage: Coverage,
): Float64Array {
  const widest = Math.max(...lattice.planes.map((plane) => plane.dimensions.length));
  const prices = state.price.slice();
  const believe = (belief: readonly number[]): void => {
    prices.forEach((price, cell) => {
      state.price[cell] = price * (belief[widest - lattice.planeOf(cell).dimensions.length] ?? 1);
    });
  };
  let best: { readonly belief: readonly number[]; readonly entries: readonly Entry[] } | null = null;
  let least = Infinity;
  for (const belief of BELIEFS) {
    believe(belief);
    const isBetter = coverage.coverAll(CLEARLY_BETTER * least);
    const entries = ledger.entries();
    if (isBetter) {
      best = { belief, entries };
      least = ledger.spent;
    }
    for (const entry of entries) ledger.remove(entry);
  }
  believe(best?.belief ?? []);
  for (const entry of best?.entries ?? []) ledger.add(entry);
  return prices;
}
