import { formatFor } from '../http/format.js';
import { showNotice } from './show.js';
import { phaseOf, type VisitHandler } from './visit.js';

/** Runs the handler while the wave takes answers; before and after, a page says since or until when. */
export function whileRunning(handler: VisitHandler): VisitHandler {
  return (visit) => {
    const { tools, wave, lang, t } = visit;
    const phase = phaseOf(wave, tools.clock.now());
    if (phase === 'running') return handler(visit);
    const format = formatFor(lang);
    if (phase === 'upcoming') {
      return showNotice(visit, 'upcoming', 403, { params: { opens: format.dateTime(wave.opensAt) } });
    }
    const withdrawable =
      wave.status === 'open' ? [{ label: t('respond.footer.withdraw'), page: 'withdraw' }] : [];
    return showNotice(visit, 'over', 410, {
      params: {
        closed: format.dateTime(wave.closesAt),
        early: tools.clock.now() < new Date(wave.closesAt) ? 'yes' : 'no',
      },
      actions: [{ label: t('respond.notice.delete_here'), page: 'forget' }, ...withdrawable],
    });
  };
}
