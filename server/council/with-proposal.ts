import type { Response } from 'express';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { refuse } from '../http/refuse.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Wave } from '../ports/office.js';
import type { ReleaseRecord } from '../ports/release-office.js';
import type { CouncilDeps } from './deps.js';

export interface ProposalCall {
  readonly req: StaffRequest;
  readonly res: Response;
  readonly wave: Wave;
  readonly record: ReleaseRecord;
  readonly release: SafeRelease;
}

/** Loads the proposal `:releaseId`, whatever became of it. These pages take no parameters: one that comes is forged. */
export function withProposal(
  deps: CouncilDeps,
  act: (call: ProposalCall) => Promise<void> | void,
): StaffRoute['handle'] {
  return async (req, res) => {
    if (Object.keys(req.query).length > 0) refuse(req, 'unknown-parameter');
    const found = await deps.releases.review(pathOf(req, 'releaseId'));
    if (found === null) return answerNotFound(deps, req, res, 'unknown-release', null);
    const wave = await deps.waves.find(found.record.waveId);
    if (wave === null) throw new Error(`release ${found.record.id} has lost its wave`);
    return act({ req, res, wave, ...found });
  };
}

/** A plain page that says what to do, on record. `subject`: the id of something that exists. */
export async function answerNotFound(
  { audit, views }: CouncilDeps,
  req: StaffRequest,
  res: Response,
  reason: 'unknown-release' | 'unknown-table' | 'unknown-supplement',
  subject: string | null,
): Promise<void> {
  await audit.append({ actor: staffOf(req).login, action: 'request.refused', subject, details: { reason } });
  const t = translator(req.lang);
  staffPage(views, req, res, 'council/not-found', { title: t('council.notFound.title'), status: 404 }, {});
}

export function pathOf(req: StaffRequest, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}
