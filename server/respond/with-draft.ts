import type { Draft } from './draft.js';
import { showNotice } from './show.js';
import { seeOther, tokenOf, type Visit, type VisitHandler } from './visit.js';

export type DraftHandler = (visit: Visit, draft: Draft) => Promise<void> | void;

/** Runs the handler with the draft that the browser carries; without one, a page says what happened and what to do. */
export function withDraft(handler: DraftHandler): VisitHandler {
  return async (visit) => {
    const { tools, req, res, wave, t } = visit;
    const reading = tools.drafts.read(req, wave);
    if (reading.kind === 'found') return handler(visit, reading.draft);
    if (tools.receipts.read(req, wave.id) !== null) return seeOther(visit, 'done');

    const actions = [{ label: t('respond.notice.start_again'), page: '' }];
    if (reading.kind === 'none') return showNotice(visit, 'no_draft', 409, { actions });
    tools.drafts.clear(req, res, wave.id);
    return showNotice(visit, 'broken_draft', 409, { actions });
  };
}

/**
 * The same for a posted form, which must carry the draft's token. Whatever the form does to a draft that waits to be handed
 * in, it waits no longer: nothing is sent off that has changed since somebody pressed Submit.
 */
export function withDraftForm(handler: DraftHandler): VisitHandler {
  return withDraft((visit, draft) => {
    if (visit.tools.tokens.draftMatches(draft, tokenOf(visit.req)))
      return handler(visit, { ...draft, handedIn: false });
    const actions = [{ label: visit.t('respond.notice.carry_on'), page: `step/${draft.at}` }];
    return showNotice(visit, 'stale_form', 403, { actions });
  });
}
