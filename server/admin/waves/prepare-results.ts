import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { staffOf } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';
import { resultsState } from './results-state.js';

/** The way from a closed wave to its releases: HR has the tables made, the council decides. */
export function prepareResults(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/results',
      roles: ['hr'],
      handle: withWave(deps, ['closed'], async ({ req, res, wave }) => {
        showPage(deps, req, res, 'wave-results', translator(req.lang)('admin.results.title'), {
          wave,
          ...(await resultsState(deps, wave)),
        });
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/results',
      roles: ['hr'],
      handle: withWave(deps, ['closed'], async ({ req, res, wave }) => {
        const outcome = await deps.releases.prepare(wave.id, staffOf(req).login);
        if (outcome === 'not-closed') return refuse(deps, req, res, 'wave-not-closed', wave.id);
        if (outcome === 'no-tables') return refuse(deps, req, res, 'no-tables', wave.id);
        if (outcome === 'key-missing' || outcome === 'key-wrong' || outcome === 'shredded')
          return refuse(deps, req, res, outcome, wave.id);
        if (outcome === 'damaged') return refuse(deps, req, res, 'ballots-damaged', wave.id);
        if (outcome === 'proposed') {
          await record(deps, req, 'release.proposed', wave.id);
          flash(req, 'admin.results.prepared');
        }
        res.redirect(303, `/staff/waves/${wave.id}/results`);
      }),
    },
  ];
}
