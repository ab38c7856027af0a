import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';

/** Deletes a draft together with the codes printed for it. */
export function removeWave(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/remove',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async ({ req, res, wave }) => {
        const issued = await deps.codes.issued(wave.id);
        const issuedCodes = issued.reduce((sum, { count }) => sum + count, 0);
        showPage(deps, req, res, 'wave-remove', translator(req.lang)('admin.remove.title'), {
          wave,
          issuedCodes,
        });
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/remove',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async ({ req, res, wave }) => {
        // The wave first: if it was opened meanwhile, its codes must stay.
        const issued = await deps.codes.issued(wave.id);
        if ((await deps.waves.remove(wave.id)) === 'locked')
          return refuse(deps, req, res, 'wave-locked', wave.id);
        for (const { area } of issued) await deps.codes.discard(wave.id, area);
        await record(deps, req, 'wave.removed', wave.id);
        flash(req, 'admin.remove.done');
        res.redirect(303, '/staff/waves');
      }),
    },
  ];
}
