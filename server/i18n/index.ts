import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { projectRoot } from '../paths.js';
import type { Lang } from '../ports/office.js';

export type MessageParams = Readonly<Record<string, string | number>>;
export type Translate = (key: string, params?: MessageParams) => string;

export const languages: readonly Lang[] = ['de', 'en'];

/** The locale that numbers, dates and plurals of a language follow. */
export const localeOf: Readonly<Record<Lang, string>> = { de: 'de-DE', en: 'en-GB' };

/** Every message of a language by its key, `<file>.<path>`. */
export function readCatalogue(lang: Lang): ReadonlyMap<string, string> {
  const folder = join(projectRoot, 'server/i18n/catalogues', lang);
  const messages = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const tree: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    flatten(basename(file, '.json'), tree, messages);
  }
  return messages;
}

/** Looks up and formats messages of one language. An unknown key or a missing parameter throws: it is our mistake. */
export function translator(lang: Lang): Translate {
  const known = translators.get(lang);
  if (known !== undefined) return known;
  const made = makeTranslator(lang);
  translators.set(lang, made);
  return made;
}

const translators = new Map<Lang, Translate>();

function makeTranslator(lang: Lang): Translate {
  const messages = readCatalogue(lang);
  const compiled = new Map<string, IntlMessageFormat>();
  // Most messages take no parameter and are the same every time.
  const plain = new Map<string, string>();
  return (key, params) => {
    const text = plain.get(key);
    if (text !== undefined) return text;
    let message = compiled.get(key);
    if (message === undefined) {
      message = compileMessage(lang, key, messages.get(key));
      compiled.set(key, message);
      if (messages.get(key)?.includes('{') === false) plain.set(key, String(message.format()));
    }
    return String(message.format(params));
  };
}

function compileMessage(lang: Lang, key: string, text: string | undefined): IntlMessageFormat {
  if (text === undefined) throw new Error(`no message "${key}" in the catalogue "${lang}"`);
  // Angle brackets in a message are text: the templates escape them.
  return new IntlMessageFormat(text, localeOf[lang], undefined, { ignoreTag: true });
}

function flatten(path: string, node: unknown, into: Map<string, string>): void {
  if (typeof node === 'string') {
    into.set(path, node);
  } else if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
    for (const [key, child] of Object.entries(node)) flatten(`${path}.${key}`, child, into);
  } else {
    throw new Error(`the message "${path}" is neither a text nor a group of texts`);
  }
}
