import { overviewOf } from '../disclosure/information.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Examination, Unopened } from '../ports/release-office.js';
import type { CouncilDeps } from './deps.js';
import { isSound } from './is-sound.js';
import type { ProposalCall } from './with-proposal.js';
import { withProposal } from './with-proposal.js';

/** What is to be published and how much of it is blank, under which rule, the examination, and the decision. */
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

export interface Happened {
  /** What stood in the way of a decision. */
  readonly problem?: DecisionProblem;
  /** The reason as it was sent. */
  readonly typed?: string;
  /** What an examination found just now; null: there was nothing to examine. */
  readonly examination?: Examination | null;
  /** Why the ballots could not be counted again. */
  readonly unopened?: Unopened;
}

/** The page, again where something happened. */
export function sendApproval(
  deps: CouncilDeps,
  { req, res, wave, record, release }: ProposalCall,
  { problem, typed = '', examination, unopened }: Happened = {},
): void {
  const t = translator(req.lang);
  const model = {
    wave,
    record,
    release,
    ...overviewOf(release),
    ownProposal: record.proposedBy === staffOf(req).login,
    problem: problem ?? null,
    typed,
    unproven: examination === null ? 'none' : unprovenBecause(release),
    examination: examination ?? null,
    unopened: unopened ?? null,
    sound: examination === undefined || examination === null ? null : isSound(examination),
  };
  const options = {
    title: t('council.review.title', { wave: wave.title[req.lang] }),
    simulated: wave.simulated,
    ...(problem === undefined ? {} : { status: problem.status, hasErrors: true }),
  };
  staffPage(deps.views, req, res, 'council/approval', options, model);
}

/** Why a release has nothing by which its protection could be examined: below `council.examination.unproven`; null where it has. */
function unprovenBecause({ policy, tables }: SafeRelease): 'older-rule' | 'nothing-told' | null {
  if (policy === 'withhold-whole-1') return 'older-rule';
  return tables.every(({ status }) => status === 'withheld') ? 'nothing-told' : null;
}
