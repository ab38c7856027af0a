import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { formOf, queryOf } from '../form.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';

/**
 * Makes all codes of an area worthless, so that letters that were lost can be printed anew. Only of a draft: in an open
 * wave it would be granted or refused by whether anybody has answered, and so tell the moment of the first answer.
 */
export function discardCodes(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/codes/discard',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async ({ req, res, wave }) => {
        const asked = queryOf(req, 'area')[0];
        const entry = (await deps.codes.issued(wave.id)).find(({ area }) => area === asked);
        if (entry === undefined) {
          res.redirect(303, `/staff/waves/${wave.id}/codes`);
          return;
        }
        showPage(deps, req, res, 'codes-discard', translator(req.lang)('admin.discard.title'), {
          wave,
          entry,
        });
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/codes/discard',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async ({ req, res, wave }) => {
        const asked = formOf(req).one('area');
        const entry = (await deps.codes.issued(wave.id)).find(({ area }) => area === asked);
        if (entry !== undefined) {
          const outcome = await deps.codes.discard(wave.id, entry.area);
          if (outcome === 'wave-has-started') return refuse(deps, req, res, 'wave-locked', wave.id);
          await record(deps, req, 'codes.discarded', wave.id, { area: entry.area, count: entry.count });
          flash(req, 'admin.discard.done', { area: entry.area });
        }
        res.redirect(303, `/staff/waves/${wave.id}/codes`);
      }),
    },
  ];
}
