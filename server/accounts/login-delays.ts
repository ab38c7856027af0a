import type { Clock } from '../ports/clock.js';

const FREE_FAILURES = 5;
const LONGEST_MS = 5 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;

interface Tally {
  failures: number;
  /** When the next attempt is taken, and when the last one was made; milliseconds. */
  nextAt: number;
  lastAt: number;
}

/**
 * Slows down guessing at one login name: after five failures a second's wait, doubling up to five minutes. In memory,
 * for existing and unknown names alike, so that a wait does not tell whether an account exists.
 */
export class LoginDelays {
  readonly #records = new Map<string, Tally>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity = 10_000,
  ) {}

  /**
   * Seconds to wait before this attempt is taken; 0 lets it pass and counts it as failed until `succeeded` is called.
   * Counting first keeps a thousand attempts at the same instant from passing together.
   */
  attempt(login: string): number {
    const now = this.clock.now().getTime();
    const known = this.#records.get(login);
    const record =
      known !== undefined && now - known.lastAt < FORGET_AFTER_MS
        ? known
        : { failures: 0, nextAt: 0, lastAt: now };
    if (now < record.nextAt) return Math.ceil((record.nextAt - now) / 1000);
    record.failures += 1;
    record.lastAt = now;
    if (record.failures >= FREE_FAILURES) {
      record.nextAt = now + Math.min(1000 * 2 ** (record.failures - FREE_FAILURES), LONGEST_MS);
    }
    // Deleted first, so that the map's order is that of the last attempts and the oldest is what must go.
    this.#records.delete(login);
    this.#records.set(login, record);
    this.#dropOldest();
    return 0;
  }

  succeeded(login: string): void {
    this.#records.delete(login);
  }

  #dropOldest(): void {
    const oldest = this.#records.keys().next();
    if (this.#records.size > this.capacity && oldest.done !== true) this.#records.delete(oldest.value);
  }
}
