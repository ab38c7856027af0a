import type { StaffRoute } from '../../http/staff-route.js';
import type { AdminDeps } from '../deps.js';
import { record } from '../record.js';
import { withQuestionnaire } from './with-questionnaire.js';

export function exportQuestionnaire(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/questionnaires/:definitionId/:version/export',
      roles: ['hr'],
      handle: withQuestionnaire(deps, async (req, res, definition) => {
        await record(deps, req, 'definition.exported', definition.id, { version: definition.version });
        res
          .attachment(`${definition.id}-${definition.version}.json`)
          .type('application/json; charset=utf-8')
          .send(`${JSON.stringify(definition, null, 2)}\n`);
      }),
    },
  ];
}
