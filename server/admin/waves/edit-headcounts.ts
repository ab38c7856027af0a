import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { formOf } from '../form.js';
import type { CsvFault } from '../read-csv.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { saveDraft, withWave } from '../with-wave.js';
import { headcountsTemplate, readHeadcounts, writeHeadcounts } from './headcounts-csv.js';

/** Staff in each area, from a file or typed; either replaces what was there. */
export function editHeadcounts(deps: AdminDeps): StaffRoute[] {
  const show = (
    { req, res, wave }: WaveCall,
    typed: string,
    faults: readonly CsvFault[] = [],
    stopped = false,
  ): void => {
    const key = stopped ? 'admin.headcounts.veryFaulty' : 'admin.headcounts.faulty';
    const title = translator(req.lang)('admin.headcounts.title');
    const errors = faults.length === 0 ? [] : [{ field: 'typed', key, params: { count: faults.length } }];
    showPage(deps, req, res, 'wave-headcounts', title, { wave, typed, faults, stopped }, errors);
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/headcounts',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        show(call, writeHeadcounts(call.wave.headcounts));
      }),
    },
    {
      method: 'get',
      path: '/waves/:waveId/headcounts/template',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async ({ res, definition }) => {
        res
          .attachment('kopfzahlen.csv')
          .type('text/csv; charset=utf-8')
          .send(`\uFEFF${headcountsTemplate(definition)}`);
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/headcounts',
      roles: ['hr'],
      upload: true,
      handle: withWave(deps, ['draft'], async (call) => {
        const text = call.req.upload?.text ?? formOf(call.req).one('typed');
        const read = readHeadcounts(text);
        if (!read.ok) return show(call, text, read.faults, read.stopped);

        const { headcounts } = read;
        if (!(await saveDraft(deps, call, { headcounts }))) return;
        await record(deps, call.req, 'headcounts.imported', call.wave.id, { areas: headcounts.length });
        flash(call.req, 'admin.headcounts.saved', { count: headcounts.length });
        call.res.redirect(303, `/staff/waves/${call.wave.id}`);
      }),
    },
  ];
}
