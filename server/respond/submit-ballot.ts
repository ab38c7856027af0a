import type { AcceptOutcome } from '../ports/ballot-box.js';
import { hashReceipt } from '../credential/receipt.js';
import { encodeBallot } from '../survey/ballot.js';
import { prune } from '../survey/journey.js';
import type { Draft } from './draft.js';
import { show, showNotice } from './show.js';
import { showWaiting } from './show-waiting.js';
import { redeemable } from './start-draft.js';
import { address, formOf, seeOther, type Visit } from './visit.js';

/** Hands the ballot over, where another code was asked for with that one. */
export async function submitBallot(visit: Visit, draft: Draft): Promise<void> {
  const { tools, req, res, wave, t } = visit;
  let submitted = draft;
  if (wave.access === 'code' && 'code' in formOf(req)) {
    const code = await redeemable(visit);
    if (!code.ok) return showCodeRefused(visit, draft, { ...code, error: t(`respond.start.${code.key}`) });
    submitted = { ...draft, code: code.hash, credential: null };
    tools.drafts.write(req, res, wave, submitted);
  }

  return handIn(visit, submitted);
}

/**
 * Tries again from the waiting page, and only what somebody has submitted and not changed since. It goes on past the
 * planned end of the wave, for those who submitted in time, until the box is closed.
 */
export function keepTrying(visit: Visit, draft: Draft): Promise<void> | void {
  return draft.handedIn ? handIn(visit, draft) : seeOther(visit, 'review');
}

/** The draft leaves the browser only after the box has confirmed that the ballot is safe. */
async function handIn(visit: Visit, draft: Draft): Promise<void> {
  const { tools, req, res, wave, t } = visit;
  const outcome = await handOver(visit, draft);
  if (outcome === 'busy') {
    if (draft.handedIn) return showWaiting(visit);
    tools.drafts.write(req, res, wave, { ...draft, handedIn: true });
    return seeOther(visit, 'waiting');
  }
  if (outcome === 'code-used' || outcome === 'code-unknown' || outcome === 'credential-spent')
    return showCodeRefused(visit, draft, null);
  if (outcome === 'closed') return showNotice(visit, 'closed_meanwhile', 410);
  if (outcome === 'failed') {
    const title = t('respond.retry.title');
    return show(
      visit,
      'respond/retry',
      { title, status: 503, csrf: tools.tokens.ofDraft(draft), switchTo: { page: 'review' } },
      {
        submitAt: address(visit, 'submit'),
      },
    );
  }

  tools.drafts.clear(req, res, wave.id);
  tools.receipts.write(res, wave.id, draft.receipt);
  return seeOther(visit, 'done');
}

/** A failure of the box is not a dead end: the draft is still in the browser and can be sent again. */
async function handOver({ tools, wave, definition }: Visit, draft: Draft): Promise<AcceptOutcome | 'failed'> {
  const submission = {
    waveId: wave.id,
    codeHash: bytesOf(draft.code),
    credentialHash: bytesOf(draft.credential),
    receiptHash: hashReceipt(tools.keys.receipts, wave.id, draft.receipt),
    ballot: encodeBallot(definition, prune(definition, draft.answers, draft.consent)),
  };
  try {
    return await tools.box.accept(submission);
  } catch (error) {
    tools.report(Buffer.from(tools.randomness.bytes(4)).toString('hex'), error);
    return 'failed';
  }
}

function bytesOf(hash: string | null): Uint8Array | null {
  return hash === null ? null : Buffer.from(hash, 'base64url');
}

/** The code was used in the meantime. Another one can be entered here without losing the answers. */
function showCodeRefused(
  visit: Visit,
  draft: Draft,
  fault: { typed: string; error: string; status: number } | null,
): void {
  const { tools, t } = visit;
  show(
    visit,
    'respond/code-refused',
    {
      title: t('respond.code_refused.title'),
      status: fault?.status ?? 409,
      hasErrors: fault !== null,
      csrf: tools.tokens.ofDraft(draft),
      switchTo: { page: 'review' },
    },
    { submitAt: address(visit, 'submit'), typedCode: fault?.typed ?? '', error: fault?.error ?? null },
  );
}
