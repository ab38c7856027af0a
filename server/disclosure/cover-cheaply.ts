import type { Coverage } from './coverage.js';
import type { Lattice } from './lattice.js';
import type { Entry, Ledger } from './ledger.js';
import { BRIEF, THOROUGH, type State } from './state.js';

/**
 * What the search is made to believe of prices, by how many dimensions fewer than the finest cells have. Blanks of coarse
 * cells serve many others, more than a search that looks at one cell after the other can see; where most codes are rare,
 * it is the other way round: totals had better stay, and pairs too. Which belief is right shows when all cells have a
 * world.
 */
const BELIEFS: readonly Belief[] = [
  { byWidth: [1, 0.6, 0.5, 1] },
  { byWidth: [1, 6, 1e5, 1e6] },
  { byWidth: [1, 1, 1e5, 1e6] },
];
/** Where a hint is given, what it names is as good as blank, and other totals had better stay. */
const WITH_HINT: readonly Belief[] = [{ byWidth: [1, 6, 100, 1000], likely: 0.01 }];

interface Belief {
  readonly byWidth: readonly number[];
  /** For cells of the hint, instead; subtractions are closed first then, by these cells for the most part. */
  readonly likely?: number;
}

/** A later belief has to be better by so much: what the first one blanks also hides subtractions for less. */
const CLEARLY_BETTER = 0.97;

/** Finds worlds for every unsafe cell under several beliefs, and keeps the best with its belief. Returns the real prices. */
export function coverCheaply(
  lattice: Lattice,
  state: State,
  ledger: Ledger,
  coverage: Coverage,
  hint: ReadonlySet<number>,
): Float64Array {
  const widest = Math.max(...lattice.planes.map((plane) => plane.dimensions.length));
  const prices = state.price.slice();
  const isSparse = 2 * state.unsafe.reduce((sum, unsafe) => sum + unsafe, 0) > state.unsafe.length;
  const believe = ({ byWidth, likely }: Belief): void => {
    state.effort = likely !== undefined && isSparse ? THOROUGH : BRIEF;
    prices.forEach((price, cell) => {
      const width = widest - lattice.planeOf(cell).dimensions.length;
      const factor = likely !== undefined && hint.has(cell) ? likely : (byWidth[width] ?? 1);
      state.price[cell] = price * factor;
    });
  };
  let best: { readonly belief: Belief; readonly entries: readonly Entry[] } | null = null;
  let least = Infinity;
  for (const belief of hint.size === 0 ? BELIEFS : WITH_HINT) {
    believe(belief);
    if (belief.likely !== undefined) coverage.closeAll();
    const isBetter = coverage.coverAll(CLEARLY_BETTER * least);
    const entries = ledger.entries();
    if (isBetter) {
      best = { belief, entries };
      least = ledger.spent;
    }
    for (const entry of entries) ledger.remove(entry);
  }
  believe(best?.belief ?? { byWidth: [] });
  for (const entry of best?.entries ?? []) ledger.add(entry);
  return prices;
}
