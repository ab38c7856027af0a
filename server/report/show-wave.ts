import { overviewOf } from '../disclosure/information.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import { referencesOf } from '../references/reference.js';
import type { ReportDeps } from './deps.js';
import { invitedOf } from './invited.js';
import { withRelease } from './with-release.js';

/** What a released wave holds: participation, the rule of protection, and every table with how much of it is shown. */
export function showWave(deps: ReportDeps): StaffRoute['handle'] {
  return withRelease(deps, async ({ req, res, wave, release }) => {
    const model = {
      wave,
      release,
      invited: invitedOf(wave, release),
      responseRates: referencesOf(await deps.references.list(), wave.definition.id, null),
      // The council has no part in handing results on.
      mayHandOn: staffOf(req).role !== 'council',
      ...overviewOf(release),
    };
    const options = { title: wave.title[req.lang], simulated: wave.simulated };
    staffPage(deps.views, req, res, 'report/wave', options, model);
  });
}
