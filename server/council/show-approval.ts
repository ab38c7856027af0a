import { readingOf } from '../disclosure/shares.js';
import { staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { CouncilDeps } from './deps.js';
import type { ProposalCall } from './with-proposal.js';
import { withProposal } from './with-proposal.js';

/** What is to be published and what is withheld, under which rule, and the decision. */
export function showApproval(deps: CouncilDeps): StaffRoute['handle'] {
  return withProposal(deps, (call) => {
    sendApproval(deps, call);
  });
}

export interface DecisionProblem {
  /** Field that it belongs to; null: the decision as such is not possible. */
  readonly field: 'confirm' | 'reason' | null;
  /** Below `council.problem`. */
  readonly key: 'confirm' | 'reason' | 'samePerson' | 'notProposed';
  readonly status: 409 | 422;
}

/** The page again, with what stood in the way of a decision. `typed`: the reason as it was sent. */
export function sendApproval(
  deps: CouncilDeps,
  { req, res, wave, record, release }: ProposalCall,
  problem: DecisionProblem | null = null,
  typed = '',
): void {
  const t = translator(req.lang);
  const model = {
    wave,
    record,
    release,
    tables: release.tables.map((table) => ({ table, ...readingOf(table) })),
    withheld: release.tables.filter(({ status }) => status === 'withheld').length,
    ownProposal: record.proposedBy === staffOf(req).login,
    problem,
    typed,
  };
  const options = {
    title: t('council.review.title', { wave: wave.title[req.lang] }),
    simulated: wave.simulated,
    ...(problem === null ? {} : { status: problem.status, hasErrors: true }),
  };
  staffPage(deps.views, req, res, 'council/approval', options, model);
}
