import type { Response } from 'express';
import { flash } from '../../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { formOf } from '../form.js';
import type { CsvFault } from '../read-csv.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { ReferenceDeps } from './deps.js';
import { knownCodes } from './known-codes.js';
import { readReferences, writeReferences } from './references-csv.js';

/** Figures from a file: all of them, or none and what is wrong with which line. */
export function importReferences(deps: ReferenceDeps): StaffRoute[] {
  const show = (
    req: StaffRequest,
    res: Response,
    typed: string,
    faults: readonly CsvFault[] = [],
    stopped = false,
  ): void => {
    const errors =
      faults.length === 0
        ? []
        : [{ field: 'typed', key: 'references.import.faulty', params: { count: faults.length } }];
    const title = translator(req.lang)('references.import.title');
    showPage(deps, req, res, 'reference-import', title, { typed, faults, stopped }, errors);
  };
  return [
    {
      method: 'get',
      path: '/references/import',
      roles: ['hr'],
      handle: (req, res) => {
        show(req, res, '');
      },
    },
    {
      method: 'get',
      path: '/references/template.csv',
      roles: ['hr'],
      handle: (_req, res) => {
        res.attachment('vergleichswerte-leer.csv').type('text/csv; charset=utf-8').send(writeReferences([]));
      },
    },
    {
      method: 'post',
      path: '/references/import',
      roles: ['hr'],
      upload: true,
      handle: async (req, res) => {
        const text = req.upload?.text ?? formOf(req).one('typed');
        const read = readReferences(text, await knownCodes(deps.definitions));
        if (!read.ok) {
          show(req, res, text, read.faults, read.stopped);
          return;
        }
        const { added, changed } = await deps.references.putAll(read.references);
        await record(deps, req, 'reference.imported', 'references', { added, changed });
        flash(req, 'references.import.done', { added, changed });
        res.redirect(303, '/staff/references');
      },
    },
  ];
}
