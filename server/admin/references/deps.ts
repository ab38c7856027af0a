import type { AuditLog } from '../../ports/staff.js';
import type { AdminDeps } from '../deps.js';

/** What the pages of published figures need: nothing of waves, codes or answers. */
export interface ReferenceDeps extends Pick<AdminDeps, 'definitions' | 'references' | 'views'> {
  readonly audit: Pick<AuditLog, 'append'>;
}
