import type { Response } from 'express';
import { refuse } from '../http/refuse.js';
import { flash, staffPage } from '../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Supplement, Wave } from '../ports/office.js';
import { variablesOf } from '../survey/variables.js';
import type { CouncilDeps } from './deps.js';
import { fieldOf, MAX_REASON } from './fields.js';
import { answerNotFound, pathOf } from './with-proposal.js';

interface RequestCall {
  readonly req: StaffRequest;
  readonly res: Response;
  readonly wave: Wave;
  readonly supplement: Supplement;
}

interface Problem {
  /** Field that it belongs to; null: the decision as such is not possible. */
  readonly field: 'confirm' | 'reason' | null;
  /** Below `council.request.problem`. */
  readonly key: 'confirm' | 'reason' | 'samePerson' | 'notProposed';
  readonly status: 409 | 422;
}

/** Further tables of a closed wave that HR asks for: what they are, what for, and the council's yes or no. */
export function decideRequest(
  deps: CouncilDeps,
): Readonly<Record<'show' | 'approve' | 'reject', StaffRoute['handle']>> {
  return {
    show: withRequest(deps, (call) => show(deps, call)),
    approve: withRequest(deps, (call) =>
      fieldOf(call.req, 'confirm') === 'yes'
        ? decide(deps, call, 'approved', null)
        : show(deps, call, { field: 'confirm', key: 'confirm', status: 422 }),
    ),
    reject: withRequest(deps, (call) => {
      const reason = fieldOf(call.req, 'reason').trim();
      return reason === '' || reason.length > MAX_REASON
        ? show(deps, call, { field: 'reason', key: 'reason', status: 422 }, reason)
        : decide(deps, call, 'rejected', reason);
    }),
  };
}

function withRequest(deps: CouncilDeps, act: (call: RequestCall) => Promise<void>): StaffRoute['handle'] {
  return async (req, res) => {
    if (Object.keys(req.query).length > 0) refuse(req, 'unknown-parameter');
    const supplement = await deps.supplements.find(pathOf(req, 'supplementId'));
    if (supplement === null) return answerNotFound(deps, req, res, 'unknown-supplement', null);
    const wave = await deps.waves.find(supplement.waveId);
    if (wave === null) throw new Error(`supplement ${supplement.id} has lost its wave`);
    return act({ req, res, wave, supplement });
  };
}

async function show(
  deps: CouncilDeps,
  { req, res, wave, supplement }: RequestCall,
  problem: Problem | null = null,
  typed = '',
): Promise<void> {
  const t = translator(req.lang);
  const definition = await deps.definitions.find(wave.definition.id, wave.definition.version);
  const labels = new Map(
    (definition === null ? [] : variablesOf(definition)).map(({ id, label }) => [id, label[req.lang]]),
  );
  const name = (id: string): string => labels.get(id) ?? id;
  const tables = supplement.tables.map(({ breakdown, indicator }) => ({
    subject: indicator === null ? t('council.request.sizes') : name(indicator),
    groups: breakdown.length === 0 ? t('report.wave.everybody') : breakdown.map(name).join(' × '),
  }));
  const options = {
    title: t('council.request.title', { wave: wave.title[req.lang] }),
    simulated: wave.simulated,
    ...(problem === null ? {} : { status: problem.status, hasErrors: true }),
  };
  const ownProposal = supplement.proposedBy === staffOf(req).login;
  staffPage(deps.views, req, res, 'council/request', options, {
    ...{ wave, supplement, tables, problem, typed, ownProposal },
  });
}

async function decide(
  deps: CouncilDeps,
  call: RequestCall,
  decision: 'approved' | 'rejected',
  reason: string | null,
): Promise<void> {
  const { req, res, supplement } = call;
  const by = staffOf(req).login;
  const outcome = await deps.supplements.decide(supplement.id, decision, by, reason);
  const action = outcome === 'done' ? `supplement.${decision}` : 'request.refused';
  // The reason is somebody's free text and stays out of the log.
  const details = outcome === 'done' ? { wave: supplement.waveId } : { reason: outcome };
  await deps.audit.append({ actor: by, action, subject: supplement.id, details });
  if (outcome !== 'done') {
    const key = outcome === 'same-person' ? 'samePerson' : 'notProposed';
    // Read again: somebody else may have decided meanwhile.
    const current = (await deps.supplements.find(supplement.id)) ?? supplement;
    return show(deps, { ...call, supplement: current }, { field: null, key, status: 409 });
  }
  flash(req, `council.request.done.${decision}`);
  res.redirect(303, '/staff/approvals');
}
