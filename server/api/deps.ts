import type { Randomness } from '../ports/randomness.js';
import type { Clock } from '../ports/clock.js';
import type { TokenBook } from '../ports/api-tokens.js';
import type { DefinitionShelf, WaveDesk } from '../ports/office.js';
import type { ReferenceShelf } from '../ports/reference-shelf.js';
import type { ReleaseOffice } from '../ports/release-office.js';
import type { AccountBook, AuditLog } from '../ports/staff.js';
import type { Views } from '../http/views.js';

/** What programs may ask for. Like the pages of results, they get released tables only. */
export interface ApiDeps {
  readonly tokens: Pick<TokenBook, 'byHash'>;
  readonly accounts: Pick<AccountBook, 'find'>;
  readonly releases: Pick<ReleaseOffice, 'list' | 'published'>;
  readonly waves: Pick<WaveDesk, 'find'>;
  readonly definitions: Pick<DefinitionShelf, 'find'>;
  readonly references: Pick<ReferenceShelf, 'list'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  /** Told of errors that are ours. */
  readonly report: (incident: string, error: unknown) => void;
}

/** What the pages for tokens need. */
export interface TokenPagesDeps {
  readonly tokens: TokenBook;
  readonly releases: Pick<ReleaseOffice, 'list'>;
  readonly waves: Pick<WaveDesk, 'find'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly views: Views;
  readonly randomness: Randomness;
  /** Where this server is reached, for the examples. */
  readonly baseUrl: string;
}
