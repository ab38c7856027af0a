import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';
import { participationToday } from './keep-participation.js';
import { FINAL_DAY, roughShare, SMALLEST_TOLD_AREA } from './round-participation.js';

/** Participation of an open wave as of today, of a closed one as it ended. */
export function showParticipation(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/participation',
      roles: ['hr'],
      handle: withWave(deps, ['open', 'closed'], async ({ req, res, wave }) => {
        const snapshot =
          wave.status === 'open'
            ? await participationToday(deps, wave)
            : await deps.board.snapshot(wave.id, FINAL_DAY);
        const headcounts = new Map(wave.headcounts.map(({ area, count }) => [area, count]));
        const staff = wave.headcounts.reduce((sum, { count }) => sum + count, 0);
        showPage(deps, req, res, 'wave-participation', translator(req.lang)('admin.participation.title'), {
          wave,
          snapshot,
          smallest: SMALLEST_TOLD_AREA,
          staff,
          totalShare: snapshot === null ? null : roughShare(snapshot.total, staff),
          areas: (snapshot?.areas ?? []).map((entry) => {
            const headcount = headcounts.get(entry.area);
            return { ...entry, headcount: headcount ?? null, share: roughShare(entry.used, headcount) };
          }),
        });
      }),
    },
  ];
}
