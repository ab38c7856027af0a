import type { Response } from 'express';
import { formatFor } from '../http/format.js';
import { staffOf, type StaffRequest } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { AuditEntry } from '../ports/staff.js';
import { auditWords } from './audit-words.js';
import type { AccountTools, Handler } from './deps.js';
import { showPage } from './show-page.js';

const PAGE_LENGTH = 50;

export function showAudit(tools: AccountTools): Handler {
  return async (req, res) => {
    await auditPage(tools, req, res, pageNumber(req.query.page), null);
  };
}

/** Recomputes the chain of hashes, puts on record that it was done, and says the outcome above the newest entries. */
export function verifyAudit(tools: AccountTools): Handler {
  return async (req, res) => {
    const { entries, total } = await tools.audit.page(0, 1);
    const broken = await tools.audit.verify();
    await tools.audit.append({
      actor: staffOf(req).login,
      action: 'audit.verified',
      subject: null,
      details: broken === null ? { intact: true } : { intact: false, entry: broken },
    });
    await auditPage(tools, req, res, 1, { broken, total, newest: entries[0] ?? null });
  };
}

interface Verification {
  /** Number of the first entry that does not fit. */
  readonly broken: number | null;
  /** How many entries were looked at. */
  readonly total: number;
  readonly newest: AuditEntry | null;
}

/** Enough of a hash to compare by eye. */
const shortHash = (entry: AuditEntry): string => entry.hash.slice(0, 12);

async function auditPage(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  wanted: number,
  verification: Verification | null,
): Promise<void> {
  const { total } = await tools.audit.page(0, 1);
  const pages = Math.max(1, Math.ceil(total / PAGE_LENGTH));
  const number = Math.min(wanted, pages);
  const { entries } = await tools.audit.page((number - 1) * PAGE_LENGTH, PAGE_LENGTH);
  const format = formatFor(req.lang);
  const rows = entries.map((entry) => {
    const { sentence, details } = auditWords(entry, req.lang);
    return [entry.number, format.dateTime(entry.at), sentence, details.join(' · '), shortHash(entry)];
  });
  showPage(tools, req, res, 'accounts/audit', 'accounts.auditPage.title', {
    rows,
    page: { number, pages, newer: linkTo(number - 1, pages), older: linkTo(number + 1, pages) },
    verdict: verdictOf(req, verification),
  });
}

function verdictOf(req: StaffRequest, verification: Verification | null): object | null {
  if (verification === null) return null;
  const t = translator(req.lang);
  const { broken, total, newest } = verification;
  if (broken !== null) {
    const title = t('accounts.auditPage.broken', { number: broken });
    return { kind: 'danger', title, paragraphs: [t('accounts.auditPage.brokenAdvice')] };
  }
  const advice =
    newest === null
      ? []
      : [t('accounts.auditPage.intactHash', { number: newest.number, hash: shortHash(newest) })];
  return { kind: 'success', title: t('accounts.auditPage.intact', { total }), paragraphs: advice };
}

function linkTo(number: number, pages: number): string | null {
  return number >= 1 && number <= pages ? `/staff/audit?page=${String(number)}` : null;
}

function pageNumber(text: unknown): number {
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1;
}
