import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import type { PaperChannel } from '../../ports/ballot-box.js';
import { encodeBallot } from '../../survey/ballot.js';
import type { Definition } from '../../survey/definition.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import type { CsvFault } from '../read-csv.js';
import { readCsv } from '../read-csv.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { withWave } from '../with-wave.js';
import { readPaperForm, readPaperHeader } from './paper-csv.js';
import { paperReceipts, readBatch } from './paper-receipts.js';
import { MOST_BYTES, MOST_FORMS, showPaperPage } from './show-paper.js';

/** After this many rows others get their turn: respondents must not wait for a long file. */
const ROWS_A_TURN = 250;

type Ballot = Parameters<PaperChannel['acceptAll']>[1][number]['ballot'];

type FileRead =
  | { readonly ok: true; readonly ballots: readonly Ballot[] }
  | { readonly ok: false; readonly error: Omit<FieldError, 'field'>; readonly faults: readonly CsvFault[] };

/** Stores the forms of a file: all of them, or, if a single one is faulty, none. */
export function importForms(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'post',
      path: '/waves/:waveId/paper/import',
      roles: ['hr'],
      upload: true,
      handle: withWave(deps, ['open'], async ({ req, res, wave, definition }) => {
        const read = await readForms(definition, req.upload?.text);
        if (!read.ok) {
          return showPaperPage(deps, req, res, wave, definition, read.faults, [
            { field: 'file', ...read.error },
          ]);
        }
        const batch = readBatch(formOf(req).one('batch'), deps.randomness);
        const receipts = paperReceipts(deps.keys.receipts, wave.id, batch, read.ballots);
        const outcome = await deps.paper.acceptAll(
          wave.id,
          receipts.flatMap((receiptHash, place) => {
            const ballot = read.ballots[place];
            return ballot === undefined ? [] : [{ receiptHash, ballot }];
          }),
        );
        if (outcome === 'closed') return refuse(deps, req, res, 'wave-not-open', wave.id);
        await record(deps, req, 'paper.imported', wave.id, { count: read.ballots.length });
        flash(req, 'admin.paper.imported', { count: read.ballots.length });
        res.redirect(303, `/staff/waves/${wave.id}/paper`);
      }),
    },
  ];
}

async function readForms(definition: Definition, text: string | undefined): Promise<FileRead> {
  const faulty = (
    key: string,
    params: FieldError['params'] = {},
    faults: readonly CsvFault[] = [],
  ): FileRead => ({
    ok: false,
    error: { key, params },
    faults,
  });
  if (text === undefined) return faulty('admin.paper.noFile');
  if (Buffer.byteLength(text) > MOST_BYTES)
    return faulty('admin.paper.tooLarge', { megabytes: MOST_BYTES / 1_000_000 });
  const csv = readCsv(text);
  if (!csv.ok) return faulty('admin.paper.faulty', { count: 1 }, [csv.fault]);
  const [header, ...rows] = csv.rows;
  if (header === undefined || rows.length === 0) return faulty('admin.paper.noForms');
  if (rows.length > MOST_FORMS)
    return faulty('admin.paper.tooManyForms', { most: MOST_FORMS, found: rows.length });
  const head = readPaperHeader(definition, header);
  if (!head.ok) return faulty('admin.paper.faulty', { count: head.faults.length }, head.faults);

  const ballots: Ballot[] = [];
  const faults: CsvFault[] = [];
  for (const [index, row] of rows.entries()) {
    const form = readPaperForm(definition, head.columns, row);
    if (form.ok) ballots.push(encodeBallot(definition, form.answers));
    else faults.push(...form.faults);
    if (index % ROWS_A_TURN === ROWS_A_TURN - 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return faults.length > 0
    ? faulty('admin.paper.faulty', { count: faults.length }, faults)
    : { ok: true, ballots };
}
