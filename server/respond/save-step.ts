import { readPage } from '../survey/answers.js';
import type { Answers, Page } from '../survey/definition.js';
import { prune } from '../survey/journey.js';
import type { Draft } from './draft.js';
import { newlyVisible, nextPlace, pageAt, placeOf, previousPlace } from './flow.js';
import { FROM_FIELD, renderStep, SHOWN_FIELD } from './show-step.js';
import { formOf, pageOf, seeOther, type Visit } from './visit.js';

/**
 * Keeps what was entered on a page and goes where the pressed button says. Every button saves; only going forward looks
 * for slips and for questions that have just come up.
 */
export function saveStep(visit: Visit, draft: Draft): void {
  const { tools, req, res, wave, definition } = visit;
  const number = Number(req.params['number']);
  const page = pageAt(definition, number);
  const place = placeOf(definition, draft, number);
  if (page === null || place.kind !== 'step' || place.number !== number)
    return seeOther(visit, pageOf(place));

  const form = formOf(req);
  const shown = wordsOf(form[SHOWN_FIELD]);
  const read = readPage(page, form);
  const answers = prune(definition, merge(draft.answers, page, shown, read.answers), draft.consent);
  const saved: Draft = { ...draft, answers, newQuestions: [], at: number };
  const fromReview = form[FROM_FIELD] === 'review';
  const stay = `step/${number}${fromReview ? '?from=review' : ''}`;
  const keep = (change: Partial<Draft> = {}) => tools.drafts.write(req, res, wave, { ...saved, ...change });

  const go = form['go'];
  if (go === 'lang:de' || go === 'lang:en') {
    const lang = go === 'lang:de' ? 'de' : 'en';
    keep({ newQuestions: draft.newQuestions });
    return seeOther(visit, stay, wave.languages.includes(lang) ? lang : visit.lang);
  }

  if (go === 'back') {
    const previous = previousPlace(definition, saved, number);
    keep({ at: previous?.kind === 'step' ? previous.number : number });
    return seeOther(visit, fromReview ? 'review' : previous === null ? '' : pageOf(previous));
  }

  const errors = read.errors.filter(({ itemId }) => shown.includes(itemId) && itemId in answers);
  if (errors.length > 0) {
    keep();
    return renderStep(visit, saved, page, { answers, errors, fromReview });
  }

  const newQuestions = newlyVisible(page, saved, shown);
  if (newQuestions.length > 0) {
    keep({ newQuestions });
    return seeOther(visit, stay);
  }

  const next = nextPlace(definition, saved, number);
  keep({ at: next.kind === 'step' ? next.number : number });
  return seeOther(visit, fromReview || go === 'save-and-review' ? 'review' : pageOf(next));
}

/** The page's new answers in place of those that the form showed; items the form didn't show keep theirs. */
function merge(before: Answers, page: Page, shown: readonly string[], read: Answers): Answers {
  const inForm = new Set(page.questions.map(({ id }) => id).filter((id) => shown.includes(id)));
  return Object.fromEntries([
    ...Object.entries(before).filter(([id]) => !inForm.has(id)),
    ...Object.entries(read).filter(([id]) => inForm.has(id)),
  ]);
}

function wordsOf(field: unknown): string[] {
  return typeof field === 'string' ? field.split(' ').filter((word) => word !== '') : [];
}
