import { hashReceipt, readReceipt } from '../credential/receipt.js';
import { show, showNotice } from './show.js';
import { showWithdraw } from './show-withdraw.js';
import { address, formOf, tokenOf, type Visit } from './visit.js';

/** Takes a ballot back out of the box: first the receipt, then a question whether that is meant, then the deed. */
export async function withdrawBallot(visit: Visit): Promise<void> {
  const { tools, req, res, wave, t } = visit;
  if (wave.status === 'closed') return showNotice(visit, 'withdraw_closed', 410);

  const form = formOf(req);
  const field = form['receipt'];
  const typed = typeof field === 'string' ? field.trim().slice(0, 100) : '';
  if (!tools.tokens.visitorMatches(req, tokenOf(req))) {
    return showWithdraw(visit, { key: 'stale', typed: '', status: 403 });
  }
  if (typed === '') return showWithdraw(visit, { key: 'empty', typed, status: 422 });
  const reading = readReceipt(typed);
  if (!reading.ok) return showWithdraw(visit, { key: 'typo', typed, status: 422 });

  if (form['confirmed'] !== 'yes') {
    return show(
      visit,
      'respond/withdraw-confirm',
      {
        title: t('respond.withdraw_confirm.title'),
        csrf: tools.tokens.ofVisitor(req, res),
        switchTo: { page: 'withdraw' },
      },
      { action: address(visit, 'withdraw'), receipt: typed, backTo: address(visit, '') },
    );
  }

  const outcome = await tools.box.withdraw(
    wave.id,
    hashReceipt(tools.keys.receipts, wave.id, reading.receipt),
  );
  if (outcome === 'busy') return showWithdraw(visit, { key: 'busy', typed, status: 503 });
  if (outcome === 'unknown') return showWithdraw(visit, { key: 'unknown', typed, status: 422 });
  if (outcome === 'closed') return showNotice(visit, 'withdraw_closed', 410);
  tools.receipts.clear(req, res, wave.id);
  return showNotice(visit, 'withdrawn', 200, {
    actions: [{ label: t('respond.notice.to_start'), page: '' }],
  });
}
