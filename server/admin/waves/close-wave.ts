import type { StaffRoute } from '../../http/staff-route.js';
import { flash } from '../../http/staff-page.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import { keepFinalParticipation } from '../participation/keep-participation.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { withWave } from '../with-wave.js';

/** Ends a wave for good, once its title was typed. */
export function closeWave(deps: AdminDeps): StaffRoute[] {
  const show = ({ req, res, wave }: WaveCall, typed: string, errors: readonly FieldError[] = []): void => {
    const early = new Date(wave.closesAt) > deps.clock.now();
    showPage(
      deps,
      req,
      res,
      'wave-close',
      translator(req.lang)('admin.close.title'),
      { wave, typed, early },
      errors,
    );
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/close',
      roles: ['hr'],
      handle: withWave(deps, ['open'], async (call) => {
        show(call, '');
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/close',
      roles: ['hr'],
      handle: withWave(deps, ['open'], async (call) => {
        const { req, res, wave } = call;
        const typed = formOf(req).one('confirmation');
        const isTitle = [wave.title.de, wave.title.en].some((title) => sameWords(title, typed));
        if (!isTitle) return show(call, typed, [{ field: 'confirmation', key: 'admin.close.notTheTitle' }]);

        // The codes go when the box is sealed; what may be told about participation is kept before.
        await keepFinalParticipation(deps, wave);
        await deps.box.sealBox(wave.id);
        await deps.blind.destroyKey(wave.id);
        // False where somebody else closed it at the same moment: closed is closed, and on record once.
        if (await deps.waves.advance(wave.id, 'closed')) await record(deps, req, 'wave.closed', wave.id);
        flash(req, 'admin.close.done');
        res.redirect(303, `/staff/waves/${wave.id}/results`);
      }),
    },
  ];
}

function sameWords(title: string, typed: string): boolean {
  const plain = (text: string) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
  return plain(title) === plain(typed);
}
