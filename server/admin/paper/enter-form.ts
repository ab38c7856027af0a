import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { readPage } from '../../survey/answers.js';
import { checkBallotAnswers, encodeBallot } from '../../survey/ballot.js';
import type { Answers } from '../../survey/definition.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { withWave } from '../with-wave.js';
import { makeBatch, paperReceipts, readBatch } from './paper-receipts.js';

/** The whole questionnaire on one page, to type in what somebody ticked on paper. */
export function enterForm(deps: AdminDeps): StaffRoute[] {
  const show = (
    call: WaveCall,
    answers: Answers,
    batch: string,
    errors: readonly FieldError[] = [],
  ): void => {
    const { req, res, wave, definition } = call;
    const title = translator(req.lang)('admin.paper.enter');
    showPage(deps, req, res, 'paper-form', title, { wave, definition, answers, batch }, errors);
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/paper/form',
      roles: ['hr'],
      handle: withWave(deps, ['open'], async (call) => {
        show(call, {}, makeBatch(deps.randomness));
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/paper/form',
      roles: ['hr'],
      handle: withWave(deps, ['open'], async (call) => {
        const { req, res, wave, definition } = call;
        const form = formOf(req);
        const batch = readBatch(form.one('batch'), deps.randomness);
        const pages = definition.pages.map((page) => readPage(page, form.fields));
        const answers: Answers = Object.fromEntries(pages.flatMap((page) => Object.entries(page.answers)));
        const errors = errorsOf(answers, [
          ...pages.flatMap((page) => page.errors),
          ...checkBallotAnswers(definition, answers),
        ]);
        if (errors.length > 0) return show(call, answers, batch, errors);

        const ballot = encodeBallot(definition, answers);
        const receipts = paperReceipts(deps.keys.receipts, wave.id, batch, [ballot]);
        const forms = receipts.map((receiptHash) => ({ receiptHash, ballot }));
        if ((await deps.paper.acceptAll(wave.id, forms)) === 'closed') {
          return refuse(deps, req, res, 'wave-not-open', wave.id);
        }
        await record(deps, req, 'paper.entered', wave.id, { count: 1 });
        flash(req, 'admin.paper.entered');
        res.redirect(303, `/staff/waves/${wave.id}/paper/form`);
      }),
    },
  ];
}

/** One error an item: the page and the ballot may both find fault with the same number. */
function errorsOf(
  answers: Answers,
  faults: readonly {
    readonly itemId: string;
    readonly key: string;
    readonly params?: Record<string, string | number>;
  }[],
): FieldError[] {
  const first =
    Object.keys(answers).length === 0 ? [{ field: 'form', key: 'admin.paper.nothingEntered' }] : [];
  const byItem = new Map(
    faults.toReversed().map(({ itemId, key, params }) => [itemId, { key, ...(params && { params }) }]),
  );
  return [
    ...first,
    ...[...byItem].reverse().map(([field, { key, params }]) => ({ field, key, ...(params && { params }) })),
  ];
}
