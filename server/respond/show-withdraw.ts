import { show, showNotice } from './show.js';
import { address, type Visit } from './visit.js';

/** Asks for the receipt of a ballot that is to be withdrawn. */
export function showWithdraw(
  visit: Visit,
  fault: { key: string; typed: string; status: number } | null = null,
): void {
  const { tools, req, res, wave, t } = visit;
  if (wave.status === 'closed') return showNotice(visit, 'withdraw_closed', 410);
  show(
    visit,
    'respond/withdraw',
    {
      title: t('respond.withdraw.title'),
      csrf: tools.tokens.ofVisitor(req, res),
      switchTo: { page: 'withdraw' },
      ...(fault === null ? {} : { status: fault.status, hasErrors: true }),
    },
    {
      action: address(visit, 'withdraw'),
      typed: fault?.typed ?? '',
      error: fault === null ? null : t(`respond.withdraw.${fault.key}`),
    },
  );
}
