import type Database from 'better-sqlite3';
import type { Randomness } from '../../ports/randomness.js';
import { makeSlots, type Slots } from './slots.js';

/** The slots of a box: for ballots, and for the credentials that were spent on them. */
export interface BoxSlots {
  readonly slots: Slots;
  readonly spent: Slots;
  forget(): void;
}

export function makeBoxSlots(box: Database.Database, randomness: Randomness): BoxSlots {
  const slots = makeSlots(box, 'slot', randomness);
  const spent = makeSlots(box, 'spent', randomness);
  return {
    slots,
    spent,
    forget() {
      slots.forget();
      spent.forget();
    },
  };
}
