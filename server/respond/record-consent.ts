import { prune } from '../survey/journey.js';
import type { Draft } from './draft.js';
import { consentStep, nextPlace } from './flow.js';
import { FROM_FIELD } from './show-step.js';
import { formOf, pageOf, seeOther, type Visit } from './visit.js';

/** Keeps the decision on consent. Declining drops what was answered under it and goes on behind it. */
export function recordConsent(visit: Visit, draft: Draft): void {
  const { tools, req, res, wave, definition } = visit;
  const number = consentStep(definition);
  if (number === null) return seeOther(visit, 'review');
  const form = formOf(req);
  const fromReview = form[FROM_FIELD] === 'review';

  const decision = form['decision'];
  if (decision !== 'agree' && decision !== 'decline') return seeOther(visit, 'consent');

  const consent = decision === 'agree';
  const decided: Draft = {
    ...draft,
    consent,
    answers: prune(definition, draft.answers, consent),
    newQuestions: [],
  };
  const next = nextPlace(definition, decided, number - 1);
  tools.drafts.write(req, res, wave, { ...decided, at: next.kind === 'step' ? next.number : number });
  if (fromReview && !consent) return seeOther(visit, 'review');
  return seeOther(visit, `${pageOf(next)}${fromReview && next.kind === 'step' ? '?from=review' : ''}`);
}
