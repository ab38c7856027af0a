import { flash } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import type { CouncilDeps } from './deps.js';
import { fieldOf, MAX_REASON } from './fields.js';
import { sendApproval } from './show-approval.js';
import type { ProposalCall } from './with-proposal.js';
import { withProposal } from './with-proposal.js';

/** The second person's yes: after a confirmation that the tables were looked at. */
export function approveRelease(deps: CouncilDeps): StaffRoute['handle'] {
  return withProposal(deps, (call) => {
    if (fieldOf(call.req, 'confirm') !== 'yes') {
      sendApproval(deps, call, { problem: { field: 'confirm', key: 'confirm', status: 422 } });
      return;
    }
    return decide(deps, call, 'released', null);
  });
}

/** The second person's no, with a reason that whoever proposed can read. */
export function rejectRelease(deps: CouncilDeps): StaffRoute['handle'] {
  return withProposal(deps, (call) => {
    const reason = fieldOf(call.req, 'reason').trim();
    if (reason === '' || reason.length > MAX_REASON) {
      sendApproval(deps, call, { problem: { field: 'reason', key: 'reason', status: 422 }, typed: reason });
      return;
    }
    return decide(deps, call, 'rejected', reason);
  });
}

async function decide(
  deps: CouncilDeps,
  call: ProposalCall,
  decision: 'released' | 'rejected',
  reason: string | null,
): Promise<void> {
  const { req, res, record } = call;
  const by = staffOf(req).login;
  const outcome = await deps.releases.decide(record.id, decision, by, reason);
  if (outcome !== 'done') {
    await deps.audit.append({
      actor: by,
      action: 'request.refused',
      subject: record.id,
      details: { reason: outcome },
    });
    const key = outcome === 'same-person' ? 'samePerson' : 'notProposed';
    // Read again: somebody else may have decided meanwhile.
    const current = await deps.releases.review(record.id);
    sendApproval(deps, { ...call, ...current }, { problem: { field: null, key, status: 409 } });
    return;
  }
  // The reason is somebody's free text and stays out of the log.
  await deps.audit.append({
    actor: by,
    action: `release.${decision}`,
    subject: record.id,
    details: { wave: record.waveId },
  });
  flash(req, `council.done.${decision}`);
  res.redirect(303, '/staff/approvals');
}
