/**
 * Remembers by key what was put in last: always the newest half of `most`, never more than `most`, and nothing that is older
 * than twice `ms` (milliseconds). What is old goes all at once: a Map that loses its oldest entries one by one
 * gets slower with each of them, and somebody who floods the server would have that for free.
 */
export class Newest<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #youngSince = 0;

  constructor(
    private readonly most: number,
    private readonly ms: number,
  ) {}

  get(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** `now` in milliseconds. */
  put(key: string, value: Value, now: number): void {
    this.forget(now);
    if (!this.#young.has(key) && this.#young.size >= Math.floor(this.most / 2)) this.#turnOver(now);
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  /** To be called often enough that nothing stays because nobody comes. A clock that was set back counts as a long time. */
  forget(now: number): void {
    if (now >= this.#youngSince && now - this.#youngSince < this.ms) return;
    this.#turnOver(now);
  }

  #turnOver(now: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngSince = now;
  }
}
