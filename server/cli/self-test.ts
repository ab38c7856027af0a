import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isCode } from '../council/run-self-test.js';
import { reportWords, type CheckWords } from '../council/self-test-words.js';
import { translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { Trace } from '../ports/self-test.js';
import { InputError, UsageError, type Command } from './command.js';

/** The council's self-test at the terminal, with codes of its own letters and with logs from elsewhere. */
export const selfTest: Command = {
  name: 'self-test',
  usage: '[--codes FILE] [--log FILE]... [--lang de|en]',
  purpose:
    'looks for whatever could tell who said what; --codes: also for these codes, one a line, however hashed',
  async run({ storage, say }, args) {
    const { codes, log, lang } = wordsOf(args);
    const further = log.map((name) => ({ name, content: bytesOf(name) }));
    const traces = codes === undefined ? [] : readCodes(codes).flatMap(tracesOf);
    const results = await storage.selfTest.run({ isCode, traces, further });
    const { sound, checks } = reportWords(results, lang);
    const t = translator(lang);
    say(`${t('council.selfTest.title')}: ${t(`council.selfTest.${sound ? 'sound' : 'unsound'}.title`)}`);
    for (const check of checks) for (const line of linesOf(check, lang)) say(line);
    say('');
    say(t('council.selfTest.limits.program'));
    return sound ? 0 : 1;
  },
};

function linesOf({ title, purpose, verdict, findings, looked }: CheckWords, lang: Lang): string[] {
  const t = translator(lang);
  return [
    '',
    `${title}: ${t(`council.selfTest.verdict.${verdict}`)}`,
    `  ${purpose}`,
    ...findings.map((finding) => `  ! ${finding}`),
    `  ${t('council.selfTest.looked')}:`,
    ...looked.map((entry) => `    ${entry}`),
  ];
}

/** One a line; a wrong one is told by its line, so that no code gets to the screen. */
function readCodes(file: string): string[] {
  const lines = Buffer.from(bytesOf(file)).toString('utf8').split('\n');
  return lines.flatMap((line, at) => {
    const typed = line.trim();
    if (typed === '') return [];
    if (!isCode(typed)) throw new InputError(`${file}: line ${String(at + 1)} is no code`);
    return [typed.toUpperCase()];
  });
}

const digests = ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256', 'blake2b512'];

/** A code in the clear, encoded, and hashed without a key, as somebody might have kept it. */
function tracesOf(code: string, at: number): Trace[] {
  const name = `#${String(at + 1)}`;
  const bare = code.replaceAll(/[-\s]/g, '');
  const spellings = [...new Set([code, bare, code.toLowerCase(), bare.toLowerCase(), bare.slice(0, 16)])];
  return spellings.flatMap((text) => [
    ...inAllWritings(name, Buffer.from(text)),
    { name, bytes: Buffer.from(text) },
    { name, bytes: Buffer.from(text, 'utf16le') },
    ...digests.flatMap((digest) => {
      // Cut, so that a shortened one is found as well; 15 bytes are whole signs in base64.
      const start = createHash(digest).update(text).digest().subarray(0, 15);
      return [{ name, bytes: start }, ...inAllWritings(name, start)];
    }),
  ]);
}

function inAllWritings(name: string, bytes: Buffer): Trace[] {
  const hex = bytes.toString('hex');
  const whole = bytes.subarray(0, 3 * Math.floor(bytes.length / 3));
  return [hex, hex.toUpperCase(), whole.toString('base64'), whole.toString('base64url')].map((text) => ({
    name,
    bytes: Buffer.from(text),
  }));
}

function bytesOf(file: string): Uint8Array {
  if (!existsSync(file)) throw new InputError(`${file}: no such file`);
  return readFileSync(file);
}

function wordsOf(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        codes: { type: 'string' },
        log: { type: 'string', multiple: true, default: [] },
        lang: { type: 'string', default: 'de' },
      },
    });
    const lang = (['de', 'en'] as const).find((known) => known === values.lang);
    if (lang === undefined) throw new Error('--lang takes de or en');
    return { ...values, lang };
  } catch (error) {
    // Whatever parseArgs throws is about the words of the call.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
