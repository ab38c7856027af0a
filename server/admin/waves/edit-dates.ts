import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import { retention } from '../../ports/retention.js';
import { readBerlinTime, toBerlinTime } from '../berlin-time.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { saveDraft, withWave } from '../with-wave.js';

interface Typed {
  readonly opensAt: string;
  readonly closesAt: string;
  readonly retentionDays: string;
}

type Dates = Pick<Wave, 'opensAt' | 'closesAt' | 'retentionDays'>;

export function editDates(deps: AdminDeps): StaffRoute[] {
  const show = ({ req, res, wave }: WaveCall, values: Typed, errors: readonly FieldError[] = []): void => {
    showPage(
      deps,
      req,
      res,
      'wave-dates',
      translator(req.lang)('admin.dates.title'),
      { wave, values, retention },
      errors,
    );
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/dates',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const { opensAt, closesAt, retentionDays } = call.wave;
        show(call, {
          opensAt: toBerlinTime(opensAt),
          closesAt: toBerlinTime(closesAt),
          retentionDays: String(retentionDays),
        });
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/dates',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const form = formOf(call.req);
        const typed = {
          opensAt: form.one('opensAt'),
          closesAt: form.one('closesAt'),
          retentionDays: form.one('retentionDays'),
        };
        const read = readDates(typed, deps.clock.now());
        if (!read.ok) return show(call, typed, read.errors);
        if (!(await saveDraft(deps, call, read.dates))) return;
        await record(deps, call.req, 'wave.changed', call.wave.id, { section: 'dates' });
        flash(call.req, 'admin.saved');
        call.res.redirect(303, `/staff/waves/${call.wave.id}`);
      }),
    },
  ];
}

/** Instants of the two local times, and days to keep the answers; each that is no time, does not exist, or lies wrongly is told. */
export function readDates(
  typed: Typed,
  now: Date,
): { ok: true; dates: Dates } | { ok: false; errors: FieldError[] } {
  const opens = readBerlinTime(typed.opensAt);
  const closes = readBerlinTime(typed.closesAt);
  const errors: FieldError[] = [];
  if (!opens.ok) errors.push({ field: 'opensAt', key: `admin.dates.${opens.reason}` });
  if (!closes.ok) errors.push({ field: 'closesAt', key: `admin.dates.${closes.reason}` });
  else if (new Date(closes.instant) <= now) errors.push({ field: 'closesAt', key: 'admin.dates.past' });
  else if (opens.ok && closes.instant <= opens.instant)
    errors.push({ field: 'closesAt', key: 'admin.dates.order' });
  const days = /^\d{1,4}$/.test(typed.retentionDays.trim()) ? Number(typed.retentionDays) : NaN;
  if (!(days >= retention.least && days <= retention.most))
    errors.push({ field: 'retentionDays', key: 'admin.dates.noDays', params: retention });
  return opens.ok && closes.ok && errors.length === 0
    ? { ok: true, dates: { opensAt: opens.instant, closesAt: closes.instant, retentionDays: days } }
    : { ok: false, errors };
}
