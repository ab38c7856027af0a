import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import type { Definition } from '../../survey/definition.js';
import { storedValues, isNumberItem } from '../../survey/items.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import type { CsvFault } from '../read-csv.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';
import { paperColumns, paperTemplate } from './paper-csv.js';
import { makeBatch } from './paper-receipts.js';

export const MOST_BYTES = 5_000_000;
export const MOST_FORMS = 20_000;
const MOST_SHOWN = 100;

/** The two ways by which answers on paper come in, with the columns of a file explained. */
export function showPaper(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/paper',
      roles: ['hr'],
      handle: withWave(deps, ['open'], async ({ req, res, wave, definition }) => {
        showPaperPage(deps, req, res, wave, definition, [], []);
      }),
    },
    {
      method: 'get',
      path: '/waves/:waveId/paper/template',
      roles: ['hr'],
      handle: withWave(deps, ['open'], async ({ res, definition }) => {
        res
          .attachment(`${definition.id}-papier.csv`)
          .type('text/csv; charset=utf-8')
          .send(`\uFEFF${paperTemplate(definition)}`);
      }),
    },
  ];
}

export function showPaperPage(
  deps: AdminDeps,
  req: StaffRequest,
  res: Response,
  wave: Wave,
  definition: Definition,
  faults: readonly CsvFault[],
  errors: readonly FieldError[],
): void {
  showPage(
    deps,
    req,
    res,
    'wave-paper',
    translator(req.lang)('admin.paper.title'),
    {
      wave,
      faults: faults.slice(0, MOST_SHOWN),
      moreFaults: Math.max(0, faults.length - MOST_SHOWN),
      columns: paperColumns(definition).map(({ name, item, row }) => ({
        name,
        label: row === null || item.type !== 'matrix' ? item.text : rowText(item.rows, row),
        several: item.type === 'multi',
        range: isNumberItem(item) ? { min: item.min, max: item.max } : null,
        values: isNumberItem(item) ? ['na'] : storedValues(item),
      })),
      batch: makeBatch(deps.randomness),
      mostForms: MOST_FORMS,
      mostMegabytes: MOST_BYTES / 1_000_000,
    },
    errors,
  );
}

function rowText<Text>(
  rows: readonly { readonly id: string; readonly text: Text }[],
  id: string,
): Text | undefined {
  return rows.find((row) => row.id === id)?.text;
}
