import type { StaffRoute } from '../http/staff-route.js';
import type { CouncilDeps } from './deps.js';
import { approveRelease, rejectRelease } from './decide-release.js';
import { decideRequest } from './decide-request.js';
import { examineRelease } from './examine-release.js';
import { listApprovals } from './list-approvals.js';
import { runSelfTest } from './run-self-test.js';
import { showApproval } from './show-approval.js';
import { showProposedTable } from './show-proposed-table.js';

/** The pages of staff council and data protection officer. */
export function councilRoutes(deps: CouncilDeps): StaffRoute[] {
  const request = decideRequest(deps);
  const selfTest = runSelfTest(deps);
  const routes: readonly [StaffRoute['method'], string, StaffRoute['handle']][] = [
    ['get', '/approvals', listApprovals(deps)],
    ['get', '/approvals/:releaseId', showApproval(deps)],
    ['post', '/approvals/:releaseId/examine', examineRelease(deps)],
    ['post', '/approvals/:releaseId/release', approveRelease(deps)],
    ['post', '/approvals/:releaseId/reject', rejectRelease(deps)],
    ['get', '/approvals/:releaseId/tables/:tableId', showProposedTable(deps)],
    ['get', '/approvals/requests/:supplementId', request.show],
    ['post', '/approvals/requests/:supplementId/approve', request.approve],
    ['post', '/approvals/requests/:supplementId/reject', request.reject],
    ['get', '/self-test', selfTest.show],
    ['post', '/self-test', selfTest.run],
  ];
  return routes.map(([method, path, handle]) => ({ method, path, roles: ['council'], handle }));
}
