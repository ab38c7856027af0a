// Exchanges the code for a credential before the survey starts, so that the code never travels with an answer. Where the
// browser can't do that, the form is sent as it is, and the page says so beforehand.
import { finish, makeRequest, readKey } from './blind.mjs';
import { openPlace, toBytes, toText } from './keep.mjs';

const form = document.querySelector('form[data-exchange]');
/** Which place was used in this tab: the page after the submission clears it. */
const CURRENT = 'mw_credential';

if (form !== null) prepare(form);
else clearUsed();

function prepare(target) {
  if (!isPossible()) {
    say(target, 'direct');
    return;
  }
  say(target, 'exchange');
  let busy = false;
  target.addEventListener('submit', (event) => {
    const code = target.elements.code.value;
    if (code.trim() === '') return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    say(target, 'exchange', 'working');
    exchange(target, code).then(
      (credential) => {
        if (credential === null) target.submit();
        else sendInstead(target, credential);
      },
      () => {
        busy = false;
        say(target, 'exchange', 'failed');
      },
    );
  });
  // Coming back with the browser's button shows the page as it was left.
  addEventListener('pageshow', () => {
    busy = false;
    say(target, 'exchange');
  });
}

/**
 * The credential for a code; null where the server refuses the code, for which the form itself gets the reason. Rejects
 * where it isn't known whether the code was exchanged: then the same is to be asked again, and nothing else.
 */
async function exchange(target, code) {
  const { exchange: address, wave, key: spki } = target.dataset;
  const key = await readKey(toBytes(spki));
  const place = await openPlace(localStorage, wave, code);
  let kept = await place.read();
  if (kept === null) {
    kept = await makeRequest(key);
    await place.write(kept);
  }
  if (kept.credential === undefined) {
    const answer = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ code, blinded: toText(kept.blinded) }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error('try again');
    // What is remembered stays: it is of no use to anybody else, and may have been exchanged already.
    if (!answer.ok) return null;
    const { signature } = await answer.json();
    kept = { ...kept, credential: await finish(key, kept, toBytes(signature)) };
    await place.write(kept);
  }
  sessionStorage.setItem(CURRENT, place.name);
  return kept.credential;
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
}

function clearUsed() {
  try {
    const used = sessionStorage.getItem(CURRENT);
    if (used !== null) localStorage.removeItem(used);
    sessionStorage.removeItem(CURRENT);
  } catch {
    // Nothing was remembered, so nothing remains.
  }
}
