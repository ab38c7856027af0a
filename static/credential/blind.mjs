// Blind signatures in the browser: RFC 9474, RSABSSA-SHA384-PSS-Randomized.
import { BlindRSA, PrepareType } from '@cloudflare/blindrsa-ts/lib/src/blindrsa.js';

const suite = new BlindRSA({ hash: 'SHA-384', saltLength: 48, prepareType: PrepareType.Randomized });
const MESSAGE_BYTES = 32;

/** The wave's public key from its SubjectPublicKeyInfo. */
export function readKey(spki) {
  return crypto.subtle.importKey('spki', spki, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
}

/** What is to be signed, which stays here, and its blinded form for the server. */
export async function makeRequest(key) {
  const message = suite.prepare(crypto.getRandomValues(new Uint8Array(MESSAGE_BYTES)));
  const { blindedMsg, inv } = await suite.blind(key, message);
  return { message, inv, blinded: blindedMsg };
}

/** The credential: message and signature, one after the other. Throws where the signature is not the wave's. */
export async function finish(key, { message, inv }, blindSignature) {
  const signature = await suite.finalize(key, message, blindSignature, inv);
  const credential = new Uint8Array(message.length + signature.length);
  credential.set(message);
  credential.set(signature, message.length);
  return credential;
}
