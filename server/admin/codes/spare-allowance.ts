import type { ListedArea } from './read-order.js';

/** Spare letters of an area in hundredths of its headcount, rounded up. */
export const SPARE_PER_CENT = 2;
/** So many spare letters every area may have, unless fewer people work there. */
export const LEAST_SPARE = 3;

export interface SpareLetters {
  /** How many the area may have in all. */
  readonly allowed: number;
  /** How many of them are printed already. */
  readonly printed: number;
  readonly left: number;
}

/**
 * Letters beyond the headcount, for those that were lost. Nobody can tell which code was lost, so the old one stays valid,
 * and each spare letter is one more possible ballot: hence few. Null where the area has no headcount to go by, or has not
 * had as many ordinary letters as people work there.
 */
export function spareLetters({ headcount, issued }: ListedArea): SpareLetters | null {
  if (headcount === null || issued < headcount) return null;
  const allowed = Math.min(headcount, Math.max(LEAST_SPARE, Math.ceil((headcount * SPARE_PER_CENT) / 100)));
  const printed = issued - headcount;
  return { allowed, printed, left: Math.max(0, allowed - printed) };
}
