import { RECEIPT_SECONDS } from './receipt-note.js';
import { show, showNotice } from './show.js';
import { address, type Visit } from './visit.js';

/** The receipt, as long as the browser keeps it. */
export function showDone(visit: Visit): void {
  const { tools, req, res, wave, definition, t } = visit;
  const receipt = tools.receipts.read(req, wave.id);
  if (receipt === null) {
    return showNotice(visit, 'receipt_gone', 410, {
      params: { minutes: RECEIPT_SECONDS / 60 },
      actions: [{ label: t('respond.notice.to_start'), page: '' }],
    });
  }
  show(
    visit,
    'respond/done',
    { title: t('respond.done.title'), csrf: tools.tokens.ofVisitor(req, res), switchTo: { page: 'done' } },
    {
      receipt,
      hadCode: wave.access === 'code',
      minutes: RECEIPT_SECONDS / 60,
      closing: definition.closing ?? null,
      withdrawAt: address(visit, 'withdraw'),
      forgetAt: address(visit, 'forget'),
    },
  );
}
