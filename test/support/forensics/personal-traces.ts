import { randomBytes } from 'node:crypto';
import { tracesOfHashes, tracesOfText, type Trace } from '../journey-traces.js';

/** A shorter trace would be found in random bytes by accident. */
const SHORTEST = 8;

/** What a browser and a proxy tell of one person: all different, none of it to be kept. */
export function personalHeaders(): Readonly<Record<string, string>> {
  const id = randomBytes(6).toString('hex');
  const address = ['2001:db8', ...(id.match(/.{4}/g) ?? []), '77'].join(':');
  return {
    'user-agent': `Browser ${id}`,
    'x-forwarded-for': address,
    'x-remote-user': `person.${id}`,
    referer: `https://intranet.example/from/${id}`,
  };
}

export function tracesOfHeaders(headers: Readonly<Record<string, string>>): Trace[] {
  return Object.entries(headers)
    .flatMap(([name, value]) => tracesOfText(name, value))
    .filter(longEnough);
}

/** A code or receipt as somebody might have kept it: written in some way, or hashed without a key. */
export function tracesOfCredential(name: string, text: string): Trace[] {
  const bare = text.replaceAll('-', '');
  const token = bare.replace(/^R/, '');
  const spellings = new Set([text, bare, token, text.toLowerCase(), bare.toLowerCase(), token.slice(0, 16)]);
  return [
    ...tracesOfText(name, text),
    ...tracesOfText(`${name} without hyphens`, bare),
    ...tracesOfHashes(name, [...spellings], []),
  ].filter(longEnough);
}

function longEnough({ bytes }: Trace): boolean {
  return bytes.length >= SHORTEST;
}
