import { holds } from './conditions.js';
import type { Answers, AnswerValue, Definition, Item, Page } from './definition.js';

/**
 * Answers that belong to what is shown: those of hidden items, of pages that were not consented to, and of ids that
 * the definition does not know are dropped. Conditions look backwards only, so one pass is enough: an item that becomes
 * hidden takes those with it that depend on it. Idempotent.
 *
 * `consent`: to the pages with special categories of personal data (Art. 9 GDPR); only `true` keeps their answers.
 */
export function prune(definition: Definition, answers: Answers, consent: boolean | null): Answers {
  const kept: Record<string, AnswerValue> = {};
  for (const page of definition.pages) {
    if (page.art9Notice && consent !== true) continue;
    for (const item of page.questions) {
      const answer = answers[item.id];
      if (answer !== undefined && holds(item.showIf, kept)) kept[item.id] = answer;
    }
  }
  return kept;
}

/** The items of a page that are shown, given pruned answers. */
export function visibleItems(page: Page, answers: Answers): Item[] {
  return page.questions.filter((item) => holds(item.showIf, answers));
}

/**
 * Whether a respondent comes to the page: to those of special categories only with `consent === true`, and to none on which
 * nothing would be shown.
 */
export function isReachable(
  definition: Definition,
  answers: Answers,
  consent: boolean | null,
  page: Page,
): boolean {
  if (page.art9Notice && consent !== true) return false;
  return visibleItems(page, prune(definition, answers, consent)).length > 0;
}
