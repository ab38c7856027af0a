import { createHash } from 'node:crypto';
import type { SessionData } from 'express-session';
import { Store } from 'express-session';
import type { Clock } from '../ports/clock.js';
import type { SessionShelf } from '../ports/staff.js';

declare module 'express-session' {
  interface SessionData {
    /** Whose session it is; missing before log-in. */
    userId?: string;
    /** Log-in as milliseconds: the absolute expiry counts from here. */
    startedAt?: number;
    /** Set on what was read from the shelf, so that a session ended meanwhile is not written back. */
    stored?: true;
  }
}

/** How much of the idle time may pass before a request that changes nothing writes the new expiry. */
const TOUCH_AFTER_MS = 60_000;

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/**
 * Staff sessions on our own shelf. The shelf knows the SHA-256 of a session's id, so that a copy of the database lets
 * nobody in. Idle and absolute expiry are judged here, by the clock, and not by the browser's cookie.
 */
export class ShelfSessionStore extends Store {
  constructor(
    private readonly shelf: SessionShelf,
    private readonly clock: Clock,
    private readonly limits: SessionLimits,
  ) {
    super();
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    answer(this.#read(id), done);
  }

  override set(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    answer(this.#write(id, session), done);
  }

  override touch(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    answer(this.#extend(id, session), done);
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    answer(this.shelf.destroy(hashOf(id)), done);
  }

  async #read(id: string): Promise<SessionData | null> {
    const row = await this.shelf.read(hashOf(id));
    if (row === null) return null;
    const session = JSON.parse(row.data) as SessionData;
    const now = this.clock.now().getTime();
    if (row.expiresAt > now && this.#latestEnd(session) > now) return { ...session, stored: true };
    await this.shelf.destroy(hashOf(id));
    return null;
  }

  async #write(id: string, session: SessionData): Promise<void> {
    // Somebody's account was disabled or got a new password while this request was under way: it stays ended.
    if (session.stored === true && (await this.shelf.read(hashOf(id))) === null) return;
    await this.shelf.write(
      hashOf(id),
      JSON.stringify(session),
      this.#expiry(session),
      session.userId ?? null,
    );
  }

  async #extend(id: string, session: SessionData): Promise<void> {
    const row = await this.shelf.read(hashOf(id));
    if (row === null || this.#expiry(session) - row.expiresAt < TOUCH_AFTER_MS) return;
    await this.shelf.write(hashOf(id), row.data, this.#expiry(session), session.userId ?? null);
  }

  #expiry(session: SessionData): number {
    return Math.min(this.clock.now().getTime() + this.limits.idleMs, this.#latestEnd(session));
  }

  #latestEnd(session: SessionData): number {
    return session.startedAt === undefined
      ? Number.POSITIVE_INFINITY
      : session.startedAt + this.limits.absoluteMs;
  }
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** express-session speaks in callbacks. A throw inside `done` is its caller's and must not come back as an error. */
function answer<T>(work: Promise<T>, done?: (error?: unknown, result?: T) => void): void {
  work.then(
    (result) => setImmediate(() => done?.(null, result)),
    (error: unknown) => setImmediate(() => done?.(error)),
  );
}
