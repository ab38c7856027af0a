import type { Response } from 'express';
import { flash } from '../../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { ReferenceDeps } from './deps.js';
import { instrumentsOf, knownCodes } from './known-codes.js';
import type { CellFault } from './read-reference.js';
import { readReference } from './read-reference.js';
import type { Cells } from './reference-cells.js';
import { cellsOf, certainties, columns, kinds, noCells } from './reference-cells.js';
import { withReference } from './with-reference.js';

/** A figure typed in a form: a new one, or one that is there, which keeps its id. */
export function editReference(deps: ReferenceDeps): StaffRoute[] {
  const show = async (
    req: StaffRequest,
    res: Response,
    cells: Cells,
    id: string | null,
    faults: readonly CellFault[] = [],
  ): Promise<void> => {
    const t = translator(req.lang);
    const title = id === null ? t('references.new') : t('references.edit');
    const instruments = await instrumentsOf(deps.definitions);
    const errors = faults.map(({ column, ...fault }) => ({ field: column, ...fault }));
    const model = { cells, id, kinds, certainties, instruments };
    showPage(deps, req, res, 'reference-form', title, model, errors);
  };

  return [
    {
      method: 'get',
      path: '/references/new',
      roles: ['hr'],
      handle: async (req, res) => {
        const [instrument = ''] = await instrumentsOf(deps.definitions);
        return show(req, res, { ...noCells, instrument }, null);
      },
    },
    {
      method: 'post',
      path: '/references',
      roles: ['hr'],
      handle: async (req, res) => {
        const cells = cellsIn(req);
        const read = readReference(cells, await knownCodes(deps.definitions));
        if (!read.ok) return show(req, res, cells, null, read.faults);
        if ((await deps.references.find(read.reference.id)) !== null)
          return show(req, res, cells, null, [{ column: 'id', key: 'references.fault.taken' }]);
        await deps.references.put(read.reference);
        await record(deps, req, 'reference.added', read.reference.id);
        flash(req, 'references.added');
        res.redirect(303, '/staff/references');
      },
    },
    {
      method: 'get',
      path: '/references/:referenceId/edit',
      roles: ['hr'],
      handle: withReference(deps, (req, res, reference) => show(req, res, cellsOf(reference), reference.id)),
    },
    {
      method: 'post',
      path: '/references/:referenceId/edit',
      roles: ['hr'],
      handle: withReference(deps, async (req, res, { id }) => {
        const cells = { ...cellsIn(req), id };
        const read = readReference(cells, await knownCodes(deps.definitions));
        if (!read.ok) return show(req, res, cells, id, read.faults);
        if ((await deps.references.put(read.reference)) !== 'unchanged')
          await record(deps, req, 'reference.changed', id);
        flash(req, 'admin.saved');
        res.redirect(303, '/staff/references');
      }),
    },
  ];
}

function cellsIn(req: StaffRequest): Cells {
  const form = formOf(req);
  return Object.fromEntries(columns.map((column) => [column, form.one(column)])) as Cells;
}
