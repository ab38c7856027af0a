import { show, showNotice } from './show.js';
import { address, tokenOf, type Visit } from './visit.js';

/** Asks before everything on this device is deleted. */
export function showForget(visit: Visit): void {
  const { tools, req, res, wave, t } = visit;
  const hasDraft = tools.drafts.read(req, wave).kind !== 'none';
  const state = hasDraft ? 'draft' : tools.receipts.read(req, wave.id) === null ? 'nothing' : 'receipt';
  show(
    visit,
    'respond/forget',
    {
      title: t('respond.forget.title'),
      // Without anything to delete there is no form, and a cookie for it would be the only thing on the device.
      ...(state === 'nothing' ? {} : { csrf: tools.tokens.ofVisitor(req, res) }),
      switchTo: { page: 'forget' },
    },
    {
      action: address(visit, 'forget'),
      backTo: address(visit, ''),
      state,
    },
  );
}

/** Deletes the draft, the receipt and the visitor's cookie from the browser. The server has nothing to delete: it kept nothing. */
export function forgetDraft(visit: Visit): void {
  const { tools, req, res, wave, t } = visit;
  const actions = [{ label: t('respond.notice.to_start'), page: '' }];
  if (!tools.tokens.visitorMatches(req, tokenOf(req))) {
    return showNotice(visit, 'forget_stale', 403, {
      actions: [{ label: t('respond.notice.try_again'), page: 'forget' }],
    });
  }
  tools.drafts.clear(req, res, wave.id);
  tools.receipts.clear(req, res, wave.id);
  tools.tokens.clearVisitor(res);
  return showNotice(visit, 'forgotten', 200, { actions });
}
