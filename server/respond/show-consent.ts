import type { Draft } from './draft.js';
import { consentStep, pageAt } from './flow.js';
import { show } from './show.js';
import { address, seeOther, type Visit } from './visit.js';

/** Asks for explicit consent before the first page on special categories of personal data (Art. 9 GDPR). */
export function showConsent(visit: Visit, draft: Draft): void {
  const { tools, definition, t } = visit;
  const number = consentStep(definition);
  if (number === null) return seeOther(visit, 'review');
  const pages = definition.pages.filter((page) => page.art9Notice);
  show(
    visit,
    'respond/consent',
    { title: t('respond.consent.title'), csrf: tools.tokens.ofDraft(draft), switchTo: { page: 'consent' } },
    {
      action: address(visit, 'consent'),
      number,
      total: definition.pages.length,
      page: pageAt(definition, number),
      pages,
      questions: pages.flatMap((page) => page.questions),
      decided: draft.consent,
      fromReview: visit.req.query['from'] === 'review',
    },
  );
}
