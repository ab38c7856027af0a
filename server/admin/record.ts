import type { StaffRequest } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import type { AuditInput, AuditLog } from '../ports/staff.js';

/** What HR did, as the audit log names it. */
export type AdminAction =
  | 'definition.imported'
  | 'definition.exported'
  | 'wave.created'
  | 'wave.followed'
  | 'wave.changed'
  | 'wave.removed'
  | 'wave.opened'
  | 'wave.closed'
  | 'codes.issued'
  | 'codes.spareIssued'
  | 'codes.discarded'
  | 'paper.entered'
  | 'paper.imported'
  | 'headcounts.imported'
  | 'reference.added'
  | 'reference.changed'
  | 'reference.removed'
  | 'reference.imported'
  | 'release.proposed'
  | 'supplement.proposed';

/** Puts an act on record under the name of who is signed in. `subject` is an id, details are small and never free text. */
export async function record(
  deps: { readonly audit: Pick<AuditLog, 'append'> },
  req: StaffRequest,
  action: AdminAction,
  subject: string,
  details: AuditInput['details'] = {},
): Promise<void> {
  await deps.audit.append({ actor: staffOf(req).login, action, subject, details });
}
