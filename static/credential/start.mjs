// Exchanges the code for a credential before the survey starts, so that the code never travels with an answer. Where the
// browser can't do that, the form is sent as it is, and the page says so beforehand.
import { finish, makeRequest, readKey } from './blind.mjs';
import { openPlace, toBytes, toText } from './keep.mjs';

const form = document.querySelector('form[data-exchange]');
const submitted = document.querySelector('[data-submitted]');

if (form !== null) prepare(form);
if (submitted !== null) clearUsed(submitted.dataset.submitted);

/** Nothing has been sent yet, and this browser can't prepare what would be: the direct way is open. */
class NotPossible extends Error {}
/** The server refuses the code, for the reason that it gives. */
class Refused extends Error {}

function prepare(target) {
  if (!isPossible()) {
    say(target, 'direct');
    return;
  }
  say(target, 'exchange');
  let busy = false;
  let direct = false;
  target.addEventListener('submit', (event) => {
    const code = target.elements.code.value;
    if (direct || code.trim() === '') return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    say(target, 'exchange', 'working');
    exchange(target, code).then(
      (credential) => sendInstead(target, credential),
      (error) => {
        busy = false;
        if (error instanceof NotPossible) {
          // Not without a word: it says what differs now, and waits for the button to be pressed again.
          direct = true;
          say(target, 'direct');
        } else if (error instanceof Refused) {
          refuse(target, error.message);
        } else {
          say(target, 'exchange', 'failed');
        }
      },
    );
  });
  // Coming back with the browser's button shows the page as it was left.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || direct) return;
    busy = false;
    say(target, 'exchange');
  });
}

/**
 * The credential for a code. A code that is refused here is not sent with the form to learn why: whoever controls the
 * server could otherwise bring every browser onto the direct way by refusing. Rejects with something else where it isn't
 * known whether the code was exchanged: then the same is to be asked again, and nothing else.
 */
async function exchange(target, code) {
  const { exchange: address, wave } = target.dataset;
  const { key, place, kept } = await ready(target, code).catch((error) => {
    throw new NotPossible('', { cause: error });
  });
  let { credential } = kept;
  if (credential === undefined) {
    const answer = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ code, blinded: toText(kept.blinded) }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    });
    if (answer.status < 500 && !isJson(answer)) return leaveFor(address.replace(/\/credential$/, ''));
    const { signature, refused } = await answer.json();
    // What is remembered stays: it is of no use to anybody else, and may have been exchanged already.
    if (typeof refused === 'string') throw new Refused(refused);
    credential = await finish(key, kept, toBytes(signature));
    // Without this the same request is simply sent once more.
    await place.write({ ...kept, credential }).catch(() => undefined);
  }
  localStorage.setItem(pointerOf(wave), place.name);
  return credential;
}

function isJson(answer) {
  return answer.headers.get('content-type')?.startsWith('application/json') === true;
}

/** The survey is over, say: its page tells so. Never comes back. */
function leaveFor(address) {
  location.assign(address);
  return new Promise(() => undefined);
}

/** Everything before the first request, remembered before anything is sent. */
async function ready(target, code) {
  const { wave, key: spki } = target.dataset;
  const key = await readKey(toBytes(spki));
  const place = await openPlace(localStorage, wave, code);
  let kept = await place.read();
  if (kept === null) {
    kept = await makeRequest(key);
    await place.write(kept);
  }
  return { key, place, kept };
}

function sendInstead(target, credential) {
  target.elements.code.disabled = true;
  target.elements.credential.value = toText(credential);
  target.submit();
  target.elements.code.disabled = false;
}

function isPossible() {
  try {
    localStorage.setItem('mw_probe', '1');
    localStorage.removeItem('mw_probe');
    return isSecureContext && crypto.subtle !== undefined;
  } catch {
    return false;
  }
}

/** Shows the texts of these names and hides the others. */
function say(target, ...names) {
  for (const text of target.querySelectorAll('[data-say]')) text.hidden = !names.includes(text.dataset.say);
  if (!names.includes('refused')) target.elements.code.removeAttribute('aria-invalid');
}

function refuse(target, reason) {
  say(target, 'exchange', 'refused');
  target.querySelector('[data-say="refused"]').firstElementChild.textContent = reason;
  const field = target.elements.code;
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', 'code-hint code-refused');
  field.focus();
}

/** Where it is noted whose credential the draft in this browser was begun with; the page after the submission clears it. */
function pointerOf(wave) {
  return `mw_current_${wave}`;
}

function clearUsed(wave) {
  try {
    const used = localStorage.getItem(pointerOf(wave));
    if (used !== null) localStorage.removeItem(used);
    localStorage.removeItem(pointerOf(wave));
  } catch {
    // Nothing was remembered, so nothing remains.
  }
}
