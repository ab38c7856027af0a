export const roles = ['hr', 'analyst', 'council', 'admin'] as const;
export type Role = (typeof roles)[number];

/** One account has one role: whoever configures does not approve. */
export interface StaffUser {
  readonly id: string;
  /** Lower-case login name. */
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** Set by an administrator's first password; cleared by the first change. */
  readonly mustChangePassword: boolean;
}

export interface AccountBook {
  count(): Promise<number>;
  list(): Promise<readonly StaffUser[]>;
  find(id: string): Promise<StaffUser | null>;
  /** With the argon2id hash, for the log-in only. */
  credentials(login: string): Promise<{ readonly user: StaffUser; readonly passwordHash: string } | null>;
  create(user: StaffUser, passwordHash: string): Promise<'created' | 'login-taken'>;
  setPassword(id: string, passwordHash: string, mustChange: boolean): Promise<void>;
  /** Refuses to disable the last administrator. */
  setDisabled(id: string, disabled: boolean): Promise<'done' | 'last-admin'>;
}

/** Server-side sessions, stored under the SHA-256 of their id. */
export interface SessionShelf {
  read(idHash: string): Promise<{ readonly data: string; readonly expiresAt: number } | null>;
  write(idHash: string, data: string, expiresAt: number, userId: string | null): Promise<void>;
  destroy(idHash: string): Promise<void>;
  destroyAllOf(userId: string): Promise<void>;
  sweep(now: number): Promise<void>;
}

/** What staff did. Append-only, hash-chained; never anything a respondent did. */
export interface AuditLog {
  append(entry: AuditInput): Promise<void>;
  /** Newest first. `total` counts all. */
  page(
    offset: number,
    limit: number,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly total: number }>;
  /** Recomputes the chain; the number of the first entry that does not fit, or null where all do. */
  verify(): Promise<number | null>;
}

export interface AuditInput {
  /** Login of who acted, or `system`. */
  readonly actor: string;
  /** Verb in the past, dotted: `wave.opened`, `login.failed`, `request.refused`. A catalogue key audit.<action> exists for each. */
  readonly action: string;
  /** What it was done to: an id, never free text of a user. */
  readonly subject: string | null;
  /** Small, flat, allow-listed by the caller. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditEntry extends AuditInput {
  readonly number: number;
  /** ISO instant. */
  readonly at: string;
  readonly hash: string;
}
