import type { Clock } from '../ports/clock.js';

const HOUR_MS = 60 * 60_000;

/**
 * How many audit entries people without an account may cause in an hour. The audit log only grows; without a bound
 * anybody could fill the disk with it.
 */
export class AnonymousQuota {
  #hour = 0;
  #taken = 0;

  constructor(
    private readonly clock: Clock,
    private readonly perHour = 100,
  ) {}

  take(): boolean {
    const hour = Math.floor(this.clock.now().getTime() / HOUR_MS);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#taken = 0;
    }
    this.#taken += 1;
    return this.#taken <= this.perHour;
  }
}
