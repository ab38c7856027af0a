import type { Response } from 'express';
import type { SafeRelease } from '../disclosure/safe-release.js';
import type { SafeTable } from '../disclosure/safe-table.js';
import { refuse } from '../http/refuse.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Wave } from '../ports/office.js';
import type { ReportDeps } from './deps.js';

export interface ReleaseCall {
  readonly req: StaffRequest;
  readonly res: Response;
  readonly wave: Wave;
  readonly release: SafeRelease;
  readonly releaseId: string;
  /** Day of the release, `2026-11-23`. */
  readonly releasedOn: string;
}

/**
 * Loads the released tables of `:waveId`. Nothing is calculated on demand: a page takes the parameters that it names, which
 * choose among released tables, and a request with any other (`?k=1`, `?filter=`) is forged and refused. A wave that does
 * not exist and one that is not released look alike.
 */
export function withRelease(
  deps: ReportDeps,
  act: (call: ReleaseCall) => Promise<void> | void,
  parameters: readonly string[] = [],
): StaffRoute['handle'] {
  return async (req, res) => {
    if (Object.keys(req.query).some((name) => !parameters.includes(name))) refuse(req, 'unknown-parameter');
    const wave = await deps.waves.find(pathOf(req, 'waveId'));
    const found = wave === null ? null : await deps.releases.published(wave.id);
    if (wave === null || found === null) return answerNotFound(deps, req, res, 'unknown-wave', null);
    const { release, record } = found;
    return act({ req, res, wave, release, releaseId: record.id, releasedOn: record.decidedOn ?? '' });
  };
}

/** The same for one table of the release, `:tableId`. */
export function withTable(
  deps: ReportDeps,
  act: (call: ReleaseCall & { readonly table: SafeTable }) => Promise<void> | void,
): StaffRoute['handle'] {
  return withRelease(deps, async (call) => {
    const table = call.release.tables.find(({ id }) => id === pathOf(call.req, 'tableId'));
    if (table === undefined) return answerNotFound(deps, call.req, call.res, 'unknown-table', call.wave.id);
    return act({ ...call, table });
  });
}

/** A plain page that says what to do; on record, because links of this program lead to nothing that isn't there. */
export async function answerNotFound(
  { audit, views }: ReportDeps,
  req: StaffRequest,
  res: Response,
  reason: 'unknown-wave' | 'unknown-table' | 'unknown-picture' | 'unknown-file' | 'unknown-chapter',
  subject: string | null,
): Promise<void> {
  await audit.append({ actor: staffOf(req).login, action: 'request.refused', subject, details: { reason } });
  const t = translator(req.lang);
  staffPage(views, req, res, 'report/not-found', { title: t('report.notFound.title'), status: 404 }, {});
}

function pathOf(req: StaffRequest, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}
