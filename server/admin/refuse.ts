import type { Response } from 'express';
import { staffPage } from '../http/staff-page.js';
import type { StaffRequest } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { AuditLog } from '../ports/staff.js';
import type { AdminDeps } from './deps.js';

/** Each has a title and a text below `admin.refused`, and an answer by its status. */
const statusOf = {
  'unknown-wave': 404,
  'unknown-questionnaire': 404,
  'unknown-reference': 404,
  'wave-locked': 409,
  'wave-not-open': 409,
  'wave-not-closed': 409,
  'wave-without-codes': 409,
  'letters-twice': 409,
  'no-tables': 409,
  'key-missing': 409,
  'key-wrong': 409,
  shredded: 409,
  'ballots-damaged': 409,
  'no-request': 409,
  'no-breakdown': 422,
} as const;
export type Refusal = keyof typeof statusOf;

/** Answers an act that the state of things forbids with a plain page, and puts it on record. */
export async function refuse(
  deps: Pick<AdminDeps, 'views'> & { readonly audit: Pick<AuditLog, 'append'> },
  req: StaffRequest,
  res: Response,
  reason: Refusal,
  subject: string | null,
): Promise<void> {
  await recordRefusal(deps, req, reason, subject);
  const t = translator(req.lang);
  const key = reason.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  staffPage(
    deps.views,
    req,
    res,
    'admin/refused',
    { title: t(`admin.refused.${key}.title`), status: statusOf[reason] },
    {
      message: t(`admin.refused.${key}.text`),
      back: subject === null ? '/staff/waves' : `/staff/waves/${subject}`,
    },
  );
}

/** `subject` is the id of something that exists: what a stranger typed into an address stays out of the log. */
export async function recordRefusal(
  deps: { readonly audit: Pick<AuditLog, 'append'> },
  req: StaffRequest,
  reason: string,
  subject: string | null,
): Promise<void> {
  await deps.audit.append({
    actor: staffOf(req).login,
    action: 'request.refused',
    subject,
    details: { reason },
  });
}
