import type { Definition, Page } from '../survey/definition.js';
import { isReachable, visibleItems } from '../survey/journey.js';
import type { Draft } from './draft.js';

/** Where a respondent can be between start and submission. Steps are numbered by the pages of the definition, from 1. */
export type Place = { kind: 'step'; number: number } | { kind: 'consent' } | { kind: 'review' };

type Progress = Pick<Draft, 'answers' | 'consent'>;

/** The page with this number, if there is one. */
export function pageAt(definition: Definition, number: number): Page | null {
  return definition.pages[number - 1] ?? null;
}

/** Number of the first page that needs explicit consent; null where none does. */
export function consentStep(definition: Definition): number | null {
  const index = definition.pages.findIndex((page) => page.art9Notice);
  return index === -1 ? null : index + 1;
}

/** The place itself if the page can be shown, else the nearest that makes sense. */
export function placeOf(definition: Definition, progress: Progress, number: number): Place {
  const page = pageAt(definition, number);
  if (page === null) return nextPlace(definition, progress, 0);
  if (page.art9Notice && progress.consent !== true) return { kind: 'consent' };
  return isShown(definition, progress, page)
    ? { kind: 'step', number }
    : nextPlace(definition, progress, number);
}

/** What follows after page `number` (0: the beginning). Consent is asked before the first page that needs it, once. */
export function nextPlace(definition: Definition, progress: Progress, number: number): Place {
  for (const [index, page] of definition.pages.entries()) {
    if (index < number) continue;
    if (page.art9Notice && progress.consent === null) return { kind: 'consent' };
    if (isShown(definition, progress, page)) return { kind: 'step', number: index + 1 };
  }
  return { kind: 'review' };
}

/** What comes before page `number`: the question for consent comes before the first page that needs it. Null before the first. */
export function previousPlace(definition: Definition, progress: Progress, number: number): Place | null {
  if (number === consentStep(definition)) return { kind: 'consent' };
  for (let earlier = number - 1; earlier >= 1; earlier--) {
    const page = pageAt(definition, earlier);
    if (page !== null && isShown(definition, progress, page)) return { kind: 'step', number: earlier };
    // Whoever declined comes past the question again and can change their mind.
    if (earlier === consentStep(definition)) return { kind: 'consent' };
  }
  return null;
}

/** What comes before the question for consent; null where it is the first thing asked. */
export function placeBeforeConsent(definition: Definition, progress: Progress): Place | null {
  const step = consentStep(definition) ?? 1;
  for (let earlier = step - 1; earlier >= 1; earlier--) {
    const page = pageAt(definition, earlier);
    if (page !== null && isShown(definition, progress, page)) return { kind: 'step', number: earlier };
  }
  return null;
}

/** Ids of items of the page that the answers make visible and that the respondent has not been shown. */
export function newlyVisible(page: Page, progress: Progress, shown: readonly string[]): string[] {
  return visibleItems(page, progress.answers)
    .map((item) => item.id)
    .filter((id) => !shown.includes(id));
}

function isShown(definition: Definition, { answers, consent }: Progress, page: Page): boolean {
  return isReachable(definition, answers, consent, page);
}
