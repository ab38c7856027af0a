import type { Views } from '../http/views.js';
import type { DefinitionShelf, SupplementDesk, WaveDesk } from '../ports/office.js';
import type { Clock } from '../ports/clock.js';
import type { SelfTest } from '../ports/self-test.js';
import type { ReleaseOffice } from '../ports/release-office.js';
import type { AuditLog } from '../ports/staff.js';

/** What those who approve need: proposals made of SafeTables, a look at how well they are protected, and the decision. */
export interface CouncilDeps {
  readonly releases: Pick<ReleaseOffice, 'list' | 'review' | 'examine' | 'decide'>;
  readonly waves: Pick<WaveDesk, 'find'>;
  readonly definitions: Pick<DefinitionShelf, 'find'>;
  readonly supplements: Pick<SupplementDesk, 'list' | 'find' | 'decide'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly selfTest: SelfTest;
  readonly clock: Clock;
  readonly views: Views;
}
