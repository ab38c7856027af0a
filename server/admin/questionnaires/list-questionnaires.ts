import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { showPage } from '../show-page.js';

export function listQuestionnaires(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/questionnaires',
      roles: ['hr'],
      handle: async (req, res) => {
        const entries = await deps.definitions.list();
        showPage(deps, req, res, 'questionnaire-list', translator(req.lang)('admin.questionnaires.title'), {
          entries,
        });
      },
    },
  ];
}
