import type { StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import type { Examination, Unopened } from '../ports/release-office.js';
import type { CouncilDeps } from './deps.js';
import { isSound } from './is-sound.js';
import { sendApproval } from './show-approval.js';
import { withProposal } from './with-proposal.js';

type Outcome = 'sound' | 'unsound' | 'nothing-to-examine' | 'broken-off' | Unopened;

/**
 * The proof of a release judged again and the release attacked, while somebody waits. The outcome is shown and not kept: it
 * holds for now. The log has whether it was sound, and no number.
 */
export function examineRelease(deps: CouncilDeps): StaffRoute['handle'] {
  return withProposal(deps, async (call) => {
    const { req, record } = call;
    const log = (outcome: Outcome): Promise<void> =>
      deps.audit.append({
        actor: staffOf(req).login,
        action: 'release.examined',
        subject: record.id,
        details: { wave: record.waveId, outcome },
      });
    let examination: Examination | Unopened | null;
    try {
      examination = await deps.releases.examine(record.id);
    } catch (error) {
      // A proof that can't even be read is a finding too.
      await log('broken-off');
      throw error;
    }
    if (typeof examination === 'string') {
      await log(examination);
      return sendApproval(deps, call, { unopened: examination });
    }
    await log(examination === null ? 'nothing-to-examine' : isSound(examination) ? 'sound' : 'unsound');
    sendApproval(deps, call, { examination });
  });
}
