import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { ballotLength } from '../../survey/ballot.js';
import type { AdminDeps } from '../deps.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { withWave } from '../with-wave.js';
import { waveFacts } from './wave-facts.js';

/** Says what opening locks and what is still missing; then locks it. */
export function openWave(deps: AdminDeps): StaffRoute[] {
  const show = async ({ req, res, wave, definition }: WaveCall): Promise<void> => {
    const { missing, issuedCodes } = await waveFacts(deps, wave, definition);
    const title = translator(req.lang)('admin.open.title');
    // What is missing is shown as a list of its own; nothing was typed that an error could belong to.
    showPage(deps, req, res, 'wave-open', title, { wave, definition, missing, issuedCodes });
  };

  return [
    { method: 'get', path: '/waves/:waveId/open', roles: ['hr'], handle: withWave(deps, ['draft'], show) },
    {
      method: 'post',
      path: '/waves/:waveId/open',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const { req, res, wave, definition } = call;
        const { missing, issuedCodes } = await waveFacts(deps, wave, definition);
        if (missing.length > 0) return show(call);
        // The box first: an open wave without a box would turn respondents away, a box without a wave harms nobody.
        const people = wave.headcounts.reduce((sum, { count }) => sum + count, 0);
        await deps.box.openBox(wave.id, {
          ballotBytes: ballotLength(definition),
          places: wave.access === 'code' ? issuedCodes : people,
        });
        if (wave.access === 'code') await deps.blind.makeKey(wave.id);
        if (!(await deps.waves.advance(wave.id, 'open')))
          return refuse(deps, req, res, 'wave-locked', wave.id);
        await record(deps, req, 'wave.opened', wave.id, { k: wave.k, tables: wave.plan.tables.length });
        flash(req, 'admin.open.done');
        res.redirect(303, `/staff/waves/${wave.id}`);
      }),
    },
  ];
}
