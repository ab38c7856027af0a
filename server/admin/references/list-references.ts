import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Reference } from '../../references/reference.js';
import { showPage } from '../show-page.js';
import type { ReferenceDeps } from './deps.js';
import { writeReferences } from './references-csv.js';

/** All published figures by series, and as a file. */
export function listReferences(deps: ReferenceDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/references',
      roles: ['hr'],
      handle: async (req, res) => {
        const series = bySeries(await deps.references.list());
        showPage(deps, req, res, 'reference-list', translator(req.lang)('references.title'), { series });
      },
    },
    {
      method: 'get',
      path: '/references/figures.csv',
      roles: ['hr'],
      handle: async (_req, res) => {
        const text = writeReferences(await deps.references.list());
        res.attachment('vergleichswerte.csv').type('text/csv; charset=utf-8').send(text);
      },
    },
  ];
}

/** In the order of their first figures; within a series by year. */
function bySeries(references: readonly Reference[]): { name: string; references: Reference[] }[] {
  const names = [...new Set(references.map(({ series }) => series))];
  return names.map((name) => ({
    name,
    references: references
      .filter(({ series }) => series === name)
      .sort((a, b) => a.year.localeCompare(b.year, 'en', { numeric: true })),
  }));
}
