import type { Draft } from './draft.js';
import { consentStep, pageAt, placeBeforeConsent } from './flow.js';
import { FROM_FIELD } from './show-step.js';
import { show } from './show.js';
import { address, pageOf, seeOther, type Visit } from './visit.js';

/** Asks for explicit consent before the first page on special categories of personal data (Art. 9 GDPR). */
export function showConsent(visit: Visit, draft: Draft): void {
  const { tools, definition, t } = visit;
  const number = consentStep(definition);
  if (number === null) return seeOther(visit, 'review');
  const pages = definition.pages.filter((page) => page.art9Notice);
  const fromReview = visit.req.query['from'] === 'review';
  const before = placeBeforeConsent(definition, draft);
  const backTo = address(visit, fromReview ? 'review' : before === null ? '' : pageOf(before));
  show(
    visit,
    'respond/consent',
    {
      title: t('respond.consent.title'),
      csrf: tools.tokens.ofDraft(draft),
      switchTo: { page: 'consent' },
      ...(draft.consent === null ? { sameFor: { key: `${fromReview ? 'from review' : ''} ${backTo}` } } : {}),
    },
    () => ({
      action: address(visit, 'consent'),
      number,
      total: definition.pages.length,
      page: pageAt(definition, number),
      pages,
      questions: pages.flatMap((page) => page.questions),
      decided: draft.consent,
      fromField: FROM_FIELD,
      fromReview,
      backTo,
    }),
  );
}
