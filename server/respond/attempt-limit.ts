import type { Clock } from '../ports/clock.js';
import { Newest } from './newest.js';

/** Wrong codes that a wave takes at once, and how many more a second. */
const WAVE = { capacity: 300, perSecond: 5 };
/** The same for codes that begin alike. */
const PREFIX = { capacity: 5, perSecond: 1 / 10 };
/** Characters of a code that make two of them neighbours: the first group, as printed. */
const PREFIX_LENGTH = 4;
/** After this time a prefix has got back all that it holds, and there is nothing to remember; milliseconds. */
const PREFIX_FULL_MS = (PREFIX.capacity / PREFIX.perSecond) * 1000;
/** Prefixes remembered: enough for 1,500 new ones a second, until they have got back what they hold. */
const MOST_PREFIXES = 150_000;
/** How long a code waits for its turn, and how long its place is kept after that; milliseconds. */
const TURN_MS = 5_000;
const KEPT_MS = 60_000;
/** Codes that may wait for their turn at a time, in a wave: where more come, the oldest lose their place. */
const MOST_WAITING = 100_000;

/** A code that passed its check character. */
export interface TriedCode {
  /** As it is printed. */
  readonly code: string;
  /** Its keyed hash: what is remembered while it waits. */
  readonly hash: string;
}

export interface Attempt {
  /** To wait before the code is looked up; 0: look it up now. */
  readonly seconds: number;
  /** To be called for a code that is free, as soon as that is known. Until then it counts as wrong. */
  wasRight(): void;
}

/**
 * How many codes may be tried, in memory and without looking at who tries.
 *
 * Guessing is hopeless with or without it: of 2^80 codes 31,000 are good, so a thousand guesses a second find one in a
 * billion years. What is limited is load, noise, and somebody who has seen a part of a code and tries what is missing.
 * Slips of the pen never come here, they are told by the check character; and right codes cost nothing.
 *
 * Two buckets hold what may be wrong. The one of the wave holds 300 and gets 5 more a second: when everybody is
 * invited at nine o'clock, ten people a second come, of whom one in ten may well have last year's letter. Where it is empty,
 * whoever tries for the first time is asked to come back after five seconds, and then has a turn in any case: a flood of
 * guesses makes everybody five seconds late, right and wrong alike, and keeps nobody out, up to ten thousand a second,
 * which is more than the server can answer. The one of a prefix holds 5 and gets one more every ten seconds. Where that is
 * empty there are no turns: whoever has read all of a code but five characters further on takes four months (the check
 * character leaves 32^4 of them), and is in the way of those whose code begins with the same four. That is one person, as
 * a rule, as there are a million prefixes.
 *
 * What it answers depends on wrong codes in general, never on whether this one is right.
 */
export class AttemptLimit {
  readonly #waves = new Map<string, WaveAttempts>();

  constructor(private readonly clock: Clock) {}

  ask(waveId: string, tried: TriedCode): Attempt {
    let wave = this.#waves.get(waveId);
    if (wave === undefined) this.#waves.set(waveId, (wave = new WaveAttempts()));
    return wave.ask(tried, this.clock.now().getTime());
  }
}

class WaveAttempts {
  #bucket: Bucket | null = null;
  /** Those that something was taken from. */
  readonly #prefixes = new Newest<Bucket>(MOST_PREFIXES, PREFIX_FULL_MS);
  /** When the turn of a code is, by its hash; milliseconds. */
  readonly #turns = new Newest<number>(MOST_WAITING, TURN_MS + KEPT_MS);

  ask({ code, hash }: TriedCode, now: number): Attempt {
    const shared = (this.#bucket ??= new Bucket(WAVE, now));
    const prefix = code.slice(0, PREFIX_LENGTH);
    this.#prefixes.forget(now);
    this.#turns.forget(now);
    const own = this.#prefixes.get(prefix) ?? new Bucket(PREFIX, now);
    const ownWait = own.secondsToNext(now);
    if (ownWait > 0) return later(ownWait);

    const sharedIsEmpty = shared.secondsToNext(now) > 0;
    if (sharedIsEmpty) {
      const wait = this.#secondsToTurn(hash, now);
      if (wait > 0) return later(wait);
    }
    this.#turns.delete(hash);
    // Taken now and given back later, or a thousand attempts at the same instant would pass together.
    own.take();
    // Only now: attempts that are told to wait push nothing out of memory.
    this.#prefixes.put(prefix, own, now);
    if (!sharedIsEmpty) shared.take();
    let isTaken = true;
    return {
      seconds: 0,
      wasRight: () => {
        if (!isTaken) return;
        isTaken = false;
        own.giveBack();
        // Who takes part leaves no trace here, not even the beginning of a code.
        if (own.isFull(now)) this.#prefixes.delete(prefix);
        if (!sharedIsEmpty) shared.giveBack();
      },
    };
  }

  #secondsToTurn(hash: string, now: number): number {
    const turn = this.#turns.get(hash);
    // A turn further away than any can be was given before the clock was set back.
    if (turn !== undefined && now <= turn + KEPT_MS && turn <= now + TURN_MS)
      return Math.max(0, Math.ceil((turn - now) / 1000));
    this.#turns.put(hash, now + TURN_MS, now);
    return TURN_MS / 1000;
  }
}

/** What sums of fractions may lack to a whole token. */
const ROUNDING = 1e-9;

/** Holds up to `capacity` tokens and gets `perSecond` more; times in milliseconds. */
class Bucket {
  #tokens: number;
  #at: number;

  constructor(
    private readonly rate: { readonly capacity: number; readonly perSecond: number },
    now: number,
  ) {
    this.#tokens = rate.capacity;
    this.#at = now;
  }

  /** 0 where there is a token. */
  secondsToNext(now: number): number {
    this.#fill(now);
    const missing = 1 - this.#tokens;
    return missing <= ROUNDING ? 0 : Math.ceil(missing / this.rate.perSecond - ROUNDING);
  }

  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens >= this.rate.capacity - ROUNDING;
  }

  take(): void {
    this.#tokens -= 1;
  }

  giveBack(): void {
    this.#tokens = Math.min(this.rate.capacity, this.#tokens + 1);
  }

  #fill(now: number): void {
    // A clock that was set back adds nothing.
    const passed = Math.max(0, now - this.#at) / 1000;
    this.#tokens = Math.min(this.rate.capacity, this.#tokens + passed * this.rate.perSecond);
    this.#at = now;
  }
}

function later(seconds: number): Attempt {
  return { seconds, wasRight: () => undefined };
}
