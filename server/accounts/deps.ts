import type { AnonymousQuota } from '../http/anonymous-quota.js';
import type { StaffRoute } from '../http/staff-route.js';
import type { Views } from '../http/views.js';
import type { Clock } from '../ports/clock.js';
import type { Randomness } from '../ports/randomness.js';
import type { AccountBook, AuditLog, SessionShelf } from '../ports/staff.js';
import type { LoginDelays } from './login-delays.js';
import type { SetupLink } from './setup-link.js';

/** What the accounts app needs from outside. */
export interface AccountDeps {
  readonly accounts: AccountBook;
  readonly sessions: SessionShelf;
  readonly audit: AuditLog;
  readonly views: Views;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** The way in for the first administrator; null where accounts exist already. */
  readonly setup: SetupLink | null;
}

/** The same with what the handlers share among each other for the life of the process. */
export interface AccountTools extends AccountDeps {
  readonly delays: LoginDelays;
  readonly quota: AnonymousQuota;
}

export type Handler = StaffRoute['handle'];
