import type { AnswerError } from '../survey/answers.js';
import { NO_ANSWER, type Answers, type Item, type Page } from '../survey/definition.js';
import { tickName } from '../http/page-text.js';
import { isNumberItem } from '../survey/items.js';
import { visibleItems } from '../survey/journey.js';
import type { Draft } from './draft.js';
import { pageAt, placeOf } from './flow.js';
import { show } from './show.js';
import { address, pageOf, textOf, type Visit } from './visit.js';

/** Marks that a page was opened from the review and leads back there. */
export const FROM_FIELD = '-from';
/** Names the items that a posted page had shown. No item id starts with a hyphen. */
export const SHOWN_FIELD = '-shown';

const FORM_ID = 'step-form';

/** One page of the questionnaire; an address that leads nowhere right now goes on to the nearest page that does. */
export function showStep(visit: Visit, draft: Draft): void {
  const { req, res, definition } = visit;
  const number = Number(req.params['number']);
  const page = pageAt(definition, number);
  const place = placeOf(definition, draft, number);
  if (page === null || place.kind !== 'step' || place.number !== number) {
    return res.redirect(303, address(visit, pageOf(place)));
  }
  renderStep(visit, draft, page, {
    answers: draft.answers,
    errors: [],
    fromReview: req.query['from'] === 'review',
  });
}

export interface StepState {
  readonly answers: Answers;
  readonly errors: readonly AnswerError[];
  readonly fromReview: boolean;
}

export function renderStep(visit: Visit, draft: Draft, page: Page, state: StepState): void {
  const { tools, definition, t } = visit;
  const number = definition.pages.indexOf(page) + 1;
  const total = definition.pages.length;
  const items = visibleItems(page, state.answers);
  const newQuestions = items.filter((item) => draft.newQuestions.includes(item.id));
  const shown = items.map(({ id }) => id).join(' ');
  const key = [number, state.fromReview, shown, newQuestions.map(({ id }) => id).join(' ')].join(' / ');
  const ticked = state.errors.length > 0 ? null : ticksOf(items, state.answers);
  const errors = new Map(state.errors.map((error) => [error.itemId, t(error.key, error.params)]));

  show(
    visit,
    'respond/step',
    {
      title: `${t('common.steps', { current: number, total })}: ${textOf(visit, page.title)}`,
      csrf: tools.tokens.ofDraft(draft),
      switchTo: { form: FORM_ID },
      ...(ticked === null ? {} : { sameFor: { key, ticked } }),
      ...(errors.size === 0 ? {} : { status: 422, hasErrors: true }),
    },
    () => ({
      formId: FORM_ID,
      action: address(visit, `step/${number}`),
      page,
      number,
      total,
      items,
      answers: ticked === null ? state.answers : {},
      errors: Object.fromEntries(errors),
      errorList: items.flatMap((item) => {
        const text = errors.get(item.id);
        return text === undefined
          ? []
          : [{ href: `#${item.id}`, text: `${textOf(visit, item.text)} ${text}` }];
      }),
      newQuestions: errors.size > 0 ? [] : newQuestions,
      shown,
      shownField: SHOWN_FIELD,
      fromField: FROM_FIELD,
      fromReview: state.fromReview,
    }),
  );
}

/** What is ticked on a page, by the names of the fields; null where something typed is on it as well. */
function ticksOf(items: readonly Item[], answers: Answers): string[] | null {
  const ticks: string[] = [];
  for (const item of items) {
    const { id } = item;
    const answer = answers[id];
    if (answer === undefined) continue;
    if (typeof answer === 'number' || (isNumberItem(item) && answer !== NO_ANSWER)) return null;
    if (typeof answer === 'string') ticks.push(tickName(id, answer));
    else if (Array.isArray(answer)) ticks.push(...answer.map((value) => tickName(id, value)));
    else ticks.push(...Object.entries(answer).map(([row, value]) => tickName(`${id}.${row}`, value)));
  }
  return ticks;
}
