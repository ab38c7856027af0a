import type { Clock } from '../ports/clock.js';

const MINUTE_MS = 60_000;

/** How many requests each token has in a minute; counted in memory, by the clock's minutes. */
export class TokenQuota {
  #minute = 0;
  readonly #taken = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly perMinute = 120,
  ) {}

  /** 0 where there is one left, else the seconds until there is. */
  take(tokenId: string): number {
    const now = this.clock.now().getTime();
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) this.#taken.clear();
    this.#minute = minute;
    const taken = (this.#taken.get(tokenId) ?? 0) + 1;
    this.#taken.set(tokenId, taken);
    return taken <= this.perMinute ? 0 : Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000);
  }
}
