import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { showPage } from '../show-page.js';

export function listWaves(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves',
      roles: ['hr'],
      handle: async (req, res) => {
        const [waves, questionnaires] = await Promise.all([deps.waves.list(), deps.definitions.list()]);
        const newestFirst = [...waves].sort((a, b) => b.opensAt.localeCompare(a.opensAt));
        showPage(deps, req, res, 'wave-list', translator(req.lang)('admin.waves.title'), {
          waves: newestFirst,
          hasQuestionnaires: questionnaires.length > 0,
        });
      },
    },
  ];
}
