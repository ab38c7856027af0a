// What a browser remembers between the exchange of a code and the submission. It is encrypted with a key that follows from
// the code: without the letter nobody at this computer can read it or tell whose it is.

const encoder = new TextEncoder();

/**
 * The place for one code of one wave. `read` gives what was written last, null where there is nothing or it can't be
 * read; all of them reject where the browser doesn't let pages remember anything.
 */
export async function openPlace(storage, waveId, code) {
  const secret = await crypto.subtle.importKey('raw', encoder.encode(plain(code)), 'HKDF', false, [
    'deriveBits',
    'deriveKey',
  ]);
  const derived = (purpose) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encoder.encode(waveId),
    info: encoder.encode(`mehrwelt credential ${purpose} 1`),
  });
  const bits = new Uint8Array(await crypto.subtle.deriveBits(derived('name'), secret, 128));
  const name = `mw_${waveId}_${toText(bits)}`;
  const key = await crypto.subtle.deriveKey(
    derived('content'),
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  return {
    name,
    async read() {
      const stored = storage.getItem(name);
      if (stored === null) return null;
      try {
        const [nonce, sealed] = stored.split('.').map(toBytes);
        const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, sealed);
        const entries = Object.entries(JSON.parse(new TextDecoder().decode(text)));
        return Object.fromEntries(entries.map(([field, value]) => [field, toBytes(value)]));
      } catch {
        return null;
      }
    },
    async write(content) {
      const entries = Object.entries(content).map(([field, bytes]) => [field, toText(bytes)]);
      const text = encoder.encode(JSON.stringify(Object.fromEntries(entries)));
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, text));
      storage.setItem(name, `${toText(nonce)}.${toText(sealed)}`);
    },
  };
}

/** As the server reads codes (server/credential/token.ts). */
export function plain(code) {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Dash_Punctuation}\u2212_.\u200B-\u200D\u2060\uFEFF]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** base64url, as in addresses and forms. */
export function toText(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

export function toBytes(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
