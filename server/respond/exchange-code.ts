import { hashCode, readCode } from '../credential/code.js';
import { hashRequest, readBlinded } from '../credential/credential.js';
import { formOf, type Visit } from './visit.js';

/**
 * A code for a blind signature, or in its place the reason why not, in words for the page. The browser's script asks for
 * it before the survey starts, without a cookie; what it gets can't be recognised when it is shown later. The same request is
 * answered in the same way again, since its answer may have been lost.
 */
export async function exchangeCode({ tools, req, res, wave, t }: Visit): Promise<void> {
  const { code, blinded } = formOf(req);
  const refuse = (status: number, key: string): void => {
    res.status(status).json({ refused: t(`respond.${key}`, { access: wave.access }) });
  };
  const reading = readCode(typeof code === 'string' ? code.slice(0, 100) : '');
  if (!reading.ok) return refuse(422, `start.typo_${reading.reason}`);
  const message = wave.access === 'code' && typeof blinded === 'string' ? readBlinded(blinded) : null;
  if (message === null) return refuse(422, 'start.no_credential');
  const codeHash = hashCode(tools.keys.codes, wave.id, reading.code);
  const attempt = tools.attempts.ask(wave.id, {
    code: reading.code,
    hash: Buffer.from(codeHash).toString('base64url'),
  });
  if (attempt.seconds > 0) {
    res.set('Retry-After', String(attempt.seconds));
    return refuse(429, 'start.wait');
  }
  // Known before it waits for a commit: the right codes that wait there, hundreds at nine o'clock, are no guesses.
  if ((await tools.box.checkCode(wave.id, codeHash)) === 'free') attempt.wasRight();

  // Signed before the code is burned: whoever sends something that can't be signed keeps it.
  const signature = tools.blind.sign(wave.id, message);
  if (signature === null) return refuse(422, 'start.no_credential');
  const outcome = await tools.box.redeem(wave.id, codeHash, hashRequest(tools.keys.codes, wave.id, message));
  if (outcome === 'busy') {
    res.set('Retry-After', '3');
    return refuse(503, 'exchange.busy');
  }
  if (outcome !== 'redeemed') return refuse(409, 'start.not_free');
  attempt.wasRight();
  res.json({ signature: Buffer.from(signature).toString('base64url') });
}
