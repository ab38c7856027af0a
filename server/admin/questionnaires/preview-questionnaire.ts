import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Lang } from '../../ports/office.js';
import type { Definition, Item } from '../../survey/definition.js';
import type { AdminDeps } from '../deps.js';
import { queryOf } from '../form.js';
import { showPage } from '../show-page.js';
import { conditionWords } from './condition-words.js';
import { withQuestionnaire } from './with-questionnaire.js';

/** The whole questionnaire to read through, in the language asked for by `?in=`, hidden questions included. */
export function previewQuestionnaire(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/questionnaires/:definitionId/:version',
      roles: ['hr'],
      handle: withQuestionnaire(deps, async (req, res, definition) => {
        const asked = queryOf(req, 'in')[0];
        const inLanguage =
          definition.languages.find((lang) => lang === asked) ??
          definition.languages.find((lang) => lang === req.lang) ??
          definition.defaultLanguage;
        const entries = await deps.definitions.list();
        const { id, version } = definition;
        showPage(deps, req, res, 'questionnaire-preview', translator(req.lang)('admin.preview.title'), {
          definition,
          inLanguage,
          frozen: entries.some((entry) => entry.id === id && entry.version === version && entry.frozen),
          pages: definition.pages.map((page) => ({
            page,
            items: page.questions.map((item) => ({
              item,
              condition: conditionOf(definition, item, req.lang),
            })),
          })),
        });
      }),
    },
  ];
}

function conditionOf(definition: Definition, item: Item, lang: Lang): string | null {
  return item.showIf === null ? null : conditionWords(definition, item.showIf, lang);
}
