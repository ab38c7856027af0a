import { prune, visibleItems } from '../survey/journey.js';
import { describeAnswer } from './describe-answers.js';
import type { Draft } from './draft.js';
import { placeOf, previousPlace } from './flow.js';
import { show } from './show.js';
import { address, pageOf, type Visit } from './visit.js';

/** Everything that would be sent, with a way to change each page. */
export function showReview(visit: Visit, draft: Draft): void {
  const { tools, definition, t } = visit;
  const answers = prune(definition, draft.answers, draft.consent);
  const previous = previousPlace(definition, draft, definition.pages.length + 1);
  show(
    visit,
    'respond/review',
    { title: t('respond.review.title'), csrf: tools.tokens.ofDraft(draft), switchTo: { page: 'review' } },
    {
      sections: definition.pages.flatMap((page, index) => {
        const withheld = page.art9Notice && draft.consent !== true;
        const items = withheld ? [] : visibleItems(page, answers);
        if (!withheld && items.length === 0) return [];
        const place = placeOf(definition, draft, index + 1);
        return {
          page,
          withheld,
          changeAt: `${address(visit, pageOf(place))}?from=review`,
          consentAt: page.art9Notice && !withheld ? `${address(visit, 'consent')}?from=review` : null,
          rows: items.map((item) => ({ item, answer: describeAnswer(item, answers) })),
        };
      }),
      empty: Object.keys(answers).length === 0,
      submitAt: address(visit, 'submit'),
      backTo: previous === null ? address(visit, '') : address(visit, pageOf(previous)),
    },
  );
}
