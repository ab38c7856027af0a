import { hashCode, readCode } from '../credential/code.js';
import { hashRequest, readBlinded } from '../credential/credential.js';
import { formOf, type Visit } from './visit.js';

/**
 * A code for a blind signature. The browser's script asks for it before the survey starts, without a cookie; what it gets
 * can't be recognised when it is shown later. The same request is answered in the same way again, since its answer may have
 * been lost. Refusals have a status and no reason: the script then sends the form itself, which gives it in words.
 */
export async function exchangeCode({ tools, req, res, wave }: Visit): Promise<void> {
  const { code, blinded } = formOf(req);
  const reading = readCode(typeof code === 'string' ? code.slice(0, 100) : '');
  const message = readBlinded(typeof blinded === 'string' ? blinded : '');
  if (!reading.ok || message === null || wave.access !== 'code') {
    res.status(422).json({});
    return;
  }
  // Before the code is burned: whoever sends something that can't be signed keeps it.
  const signature = tools.blind.sign(wave.id, message);
  if (signature === null) {
    res.status(422).json({});
    return;
  }
  const codeHash = hashCode(tools.keys.codes, wave.id, reading.code);
  const attempt = tools.attempts.ask(wave.id, {
    code: reading.code,
    hash: Buffer.from(codeHash).toString('base64url'),
  });
  if (attempt.seconds > 0) {
    res.status(429).set('Retry-After', String(attempt.seconds)).json({});
    return;
  }
  // Known before it waits for a commit: the right codes that wait there, hundreds at nine o'clock, are no guesses.
  if ((await tools.box.checkCode(wave.id, codeHash)) === 'free') attempt.wasRight();
  const outcome = await tools.box.redeem(wave.id, codeHash, hashRequest(tools.keys.codes, wave.id, message));
  if (outcome === 'redeemed') {
    attempt.wasRight();
    res.json({ signature: Buffer.from(signature).toString('base64url') });
  } else if (outcome === 'busy') res.status(503).set('Retry-After', '3').json({});
  else res.status(409).json({});
}
