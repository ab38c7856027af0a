import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { recordRefusal } from '../refuse.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { saveDraft, withWave } from '../with-wave.js';

const LARGEST_K = 1000;

/** How people get in, and the smallest group that is ever told. */
export function editAccess(deps: AdminDeps): StaffRoute[] {
  const show = (
    { req, res, wave }: WaveCall,
    values: { readonly access: string; readonly k: string },
    errors: readonly FieldError[] = [],
  ): void => {
    const title = translator(req.lang)('admin.access.title');
    showPage(deps, req, res, 'wave-access', title, { wave, values, kFloor: deps.kFloor }, errors);
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/access',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        show(call, { access: call.wave.access, k: String(call.wave.k) });
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/access',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const form = formOf(call.req);
        const typed = { access: form.one('access'), k: form.one('k') };
        const access = (['code', 'open'] as const).find((way) => way === typed.access);
        const k = /^\d{1,4}$/.test(typed.k) ? Number(typed.k) : NaN;
        const errors: FieldError[] = [];
        if (access === undefined) errors.push({ field: 'access', key: 'admin.access.choose' });
        if (!(k <= LARGEST_K))
          errors.push({ field: 'k', key: 'admin.access.noNumber', params: { most: LARGEST_K } });
        else if (k < deps.kFloor) {
          await recordRefusal(deps, call.req, 'k-below-floor', call.wave.id);
          errors.push({ field: 'k', key: 'admin.access.belowFloor', params: { floor: deps.kFloor } });
        }
        if (access === undefined || errors.length > 0) return show(call, typed, errors);

        if (!(await saveDraft(deps, call, { access, k }))) return;
        await record(deps, call.req, 'wave.changed', call.wave.id, { section: 'access', access, k });
        flash(call.req, 'admin.saved');
        call.res.redirect(303, `/staff/waves/${call.wave.id}`);
      }),
    },
  ];
}
