import { show } from './show.js';
import { address, type Visit } from './visit.js';

/** Seconds until the page tries again by itself. A full queue is worked off in a second or two. */
export const WAITING_SECONDS = 3;

/**
 * The box is busy: asks for a moment's patience. The browser comes back by itself, without any script, and hands in what
 * its draft holds. Everybody gets the same page, so that it costs next to nothing when there is most to do.
 */
export function showWaiting(visit: Visit): void {
  const { res, t } = visit;
  res.set({ Refresh: String(WAITING_SECONDS), 'Retry-After': String(WAITING_SECONDS) });
  show(
    visit,
    'respond/waiting',
    { title: t('respond.waiting.title'), status: 503, switchTo: { page: 'waiting' }, sameFor: { key: '' } },
    () => ({ again: address(visit, 'waiting') }),
  );
}
