import { hashCode, readCode } from '../credential/code.js';
import { hashCredential, readCredential } from '../credential/credential.js';
import { makeReceipt } from '../credential/receipt.js';
import { type Draft, versionOf } from './draft.js';
import { nextPlace } from './flow.js';
import { showWelcome } from './show-welcome.js';
import { formOf, pageOf, seeOther, tokenOf, type Visit } from './visit.js';

/** Begins a draft for whoever holds a free code or a credential, or for anybody where the wave is open to all. */
export async function startDraft(visit: Visit): Promise<void> {
  const { tools, req, res, wave, definition } = visit;
  if (!tools.tokens.visitorMatches(req, tokenOf(req))) {
    return showWelcome(visit, { key: 'stale', typed: '', status: 403 });
  }

  const right = wave.access === 'open' ? anybody : (shownCredential(visit) ?? (await redeemable(visit)));
  if (!right.ok) return showWelcome(visit, right);
  const [code, credential] = right.by === 'credential' ? [null, right.hash] : [right.hash, null];

  const running = tools.drafts.read(req, wave);
  if (running.kind === 'found' && running.draft.code === code && running.draft.credential === credential) {
    // The same right in the same browser, or Start pressed twice: what was entered stays.
    return seeOther(visit, `step/${running.draft.at}`);
  }

  const draft: Draft = {
    definition: versionOf(wave),
    code,
    credential,
    receipt: makeReceipt(tools.randomness),
    consent: null,
    answers: {},
    newQuestions: [],
    at: 1,
    secret: Buffer.from(tools.randomness.bytes(18)).toString('base64url'),
    handedIn: false,
  };
  tools.drafts.write(req, res, wave, draft);
  tools.receipts.clear(req, res, wave.id);
  return seeOther(visit, pageOf(nextPlace(definition, draft, 0)));
}

/** `key` and `status` as for StartFault. */
type Refusal = { ok: false; key: string; typed: string; status: number };
type CodeReading = { ok: true; by: 'code'; hash: string } | Refusal;
type CredentialReading = { ok: true; by: 'credential'; hash: string } | Refusal;

const anybody = { ok: true, by: 'code', hash: null } as const;

/** The credential that the browser's script sent in place of the code; null where it sent none. */
function shownCredential({ tools, req, wave }: Visit): CredentialReading | null {
  const field = formOf(req)['credential'];
  if (typeof field !== 'string' || field === '') return null;
  const credential = readCredential(field);
  if (credential === null || !tools.blind.verify(wave.id, credential.message, credential.signature))
    return { ok: false, key: 'no_credential', typed: '', status: 422 };
  const hash = hashCredential(tools.keys.codes, wave.id, credential);
  return { ok: true, by: 'credential', hash: Buffer.from(hash).toString('base64url') };
}

/**
 * Slips of the pen are told by the check character before anything is looked up. Beyond that, a code that does not exist
 * and one that was used get the same answer. Where many codes are tried, any code may get the key `wait` with status 429,
 * without having been looked up; the answer then says when to come back.
 */
export async function redeemable({ tools, req, res, wave }: Visit): Promise<CodeReading> {
  const field = formOf(req)['code'];
  const typed = typeof field === 'string' ? field.trim().slice(0, 100) : '';
  const refused = (key: string, status = 422): CodeReading => ({ ok: false, key, typed, status });
  if (typed === '') return refused('empty');
  const reading = readCode(typed);
  if (!reading.ok) return refused(`typo_${reading.reason}`);
  const digest = hashCode(tools.keys.codes, wave.id, reading.code);
  const hash = Buffer.from(digest).toString('base64url');
  const attempt = tools.attempts.ask(wave.id, { code: reading.code, hash });
  if (attempt.seconds > 0) {
    res.set('Retry-After', String(attempt.seconds));
    return refused('wait', 429);
  }
  if ((await tools.box.checkCode(wave.id, digest)) !== 'free') return refused('not_free');
  attempt.wasRight();
  return { ok: true, by: 'code', hash };
}
