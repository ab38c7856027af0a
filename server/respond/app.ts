import express, { type RequestHandler, type Router } from 'express';
import { HttpError } from '../http/errors.js';
import { languages } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { RespondDeps } from './deps.js';
import { exchangeCode } from './exchange-code.js';
import { forgetDraft, showForget } from './forget-draft.js';
import { listWaves } from './list-waves.js';
import { recordConsent } from './record-consent.js';
import { saveStep } from './save-step.js';
import { showConsent } from './show-consent.js';
import { showDone } from './show-done.js';
import { showReview } from './show-review.js';
import { showStep } from './show-step.js';
import { showWelcome } from './show-welcome.js';
import { showWithdraw } from './show-withdraw.js';
import { startDraft } from './start-draft.js';
import { keepTrying, submitBallot } from './submit-ballot.js';
import { makeTools, type RespondTools } from './tools.js';
import { addressIn, beginVisit, type VisitHandler } from './visit.js';
import { whileRunning } from './while-running.js';
import { withDraft, withDraftForm } from './with-draft.js';
import { withdrawBallot } from './withdraw-ballot.js';

export type { RespondDeps } from './deps.js';

/** Far above the largest page of a questionnaire: 40 items of 60 options. */
const FORM_LIMIT = { extended: false, limit: '100kb', parameterLimit: 3000 } as const;

/** The respondents' app, to be mounted at the root. It knows no person, reads no address and keeps nothing before a submission. */
export function makeRespondApp(deps: RespondDeps): Router {
  const tools = makeTools(deps);
  const router = express.Router();
  router.get('/', noStore, (req, res) => listWaves(tools, 'de', req, res));
  for (const lang of languages) router.use(`/${lang}`, noStore, pagesIn(tools, lang));
  return router;
}

function pagesIn(tools: RespondTools, lang: Lang): Router {
  const router = express.Router();
  const visit =
    (handler: VisitHandler): RequestHandler<{ wave: string }> =>
    async (req, res) => {
      const begun = await beginVisit(tools, lang, req.params.wave, req, res);
      if (begun === null) throw new HttpError(404, 'respond.unknown');
      const [spoken] = begun.wave.languages;
      if (spoken !== undefined && !begun.wave.languages.includes(lang))
        return res.redirect(303, addressIn(begun.wave, spoken, ''));
      return handler(begun);
    };

  router.get('/', (req, res) => listWaves(tools, lang, req, res));
  router.use(express.urlencoded(FORM_LIMIT));

  router.get('/:wave', visit(whileRunning((begun) => showWelcome(begun))));
  router.post('/:wave/credential', visit(whileRunning(exchangeCode)));
  router.post('/:wave/start', visit(whileRunning(startDraft)));
  router.get('/:wave/step/:number', visit(whileRunning(withDraft(showStep))));
  router.post('/:wave/step/:number', visit(whileRunning(withDraftForm(saveStep))));
  router.get('/:wave/consent', visit(whileRunning(withDraft(showConsent))));
  router.post('/:wave/consent', visit(whileRunning(withDraftForm(recordConsent))));
  router.get('/:wave/review', visit(whileRunning(withDraft(showReview))));
  router.post('/:wave/submit', visit(whileRunning(withDraftForm(submitBallot))));
  router.get('/:wave/waiting', visit(withDraft(keepTrying)));
  router.get('/:wave/done', visit(showDone));
  router.get(
    '/:wave/withdraw',
    visit((begun) => showWithdraw(begun)),
  );
  router.post('/:wave/withdraw', visit(withdrawBallot));
  router.get('/:wave/forget', visit(showForget));
  router.post('/:wave/forget', visit(forgetDraft));

  return router;
}

/** Pages with answers on them stay out of every cache, also that of the browser's Back button. */
const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
