import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { ReferenceDeps } from './deps.js';
import { withReference } from './with-reference.js';

/** Takes a figure off all pages, after a second look. */
export function removeReference(deps: ReferenceDeps): StaffRoute[] {
  const path = '/references/:referenceId/remove';
  return [
    {
      method: 'get',
      path,
      roles: ['hr'],
      handle: withReference(deps, (req, res, reference) => {
        const title = translator(req.lang)('references.remove.title');
        showPage(deps, req, res, 'reference-remove', title, { reference });
      }),
    },
    {
      method: 'post',
      path,
      roles: ['hr'],
      handle: withReference(deps, async (req, res, { id }) => {
        await deps.references.remove(id);
        await record(deps, req, 'reference.removed', id);
        flash(req, 'references.remove.done');
        res.redirect(303, '/staff/references');
      }),
    },
  ];
}
