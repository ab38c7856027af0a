import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { languages, localeOf, readCatalogue } from '../../../server/i18n/index.js';
import { projectRoot } from '../../../server/paths.js';
import type { Lang } from '../../../server/ports/office.js';

const catalogues = Object.fromEntries(languages.map((lang) => [lang, readCatalogue(lang)]));
const german = catalogues.de ?? new Map<string, string>();
const english = catalogues.en ?? new Map<string, string>();
const sources = readSources();
const start = `(?:${[...new Set([...german.keys()].map((key) => key.split('.')[0]))].join('|')})`;
const named = namedKeys();
const composed = composedKeys();

describe('catalogues', () => {
  it('have the same keys in every language', () => {
    expect([...english.keys()].sort()).toEqual([...german.keys()].sort());
  });

  it('take the same arguments in every language', () => {
    const differing = [...german].flatMap(([key, text]) => {
      const [here, there] = [argumentsOf(text, 'de'), argumentsOf(english.get(key) ?? '', 'en')];
      return here === there ? [] : [`${key}: ${here} / ${there}`];
    });
    expect(differing).toEqual([]);
  });

  it('leave no message empty, and none with straight quotation marks or stray spaces', () => {
    const odd = languages.flatMap((lang) =>
      [...(catalogues[lang] ?? [])]
        .filter(([, text]) => text.trim() !== text || text === '' || text.includes('"') || / {2}/.test(text))
        .map(([key]) => `${lang} ${key}`),
    );
    expect(odd).toEqual([]);
  });

  it('hold no German text twice for English readers', () => {
    const same = [...german].filter(([key, text]) => english.get(key) === text && /[äöüß„]/i.test(text));
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it('hold no message that nothing uses', () => {
    const unused = [...german.keys()].filter(
      (key) => !named.has(key) && !composed.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('hold every key that the sources name', () => {
    // Names of audited actions look like keys of that catalogue; its own test holds them against it.
    const missing = [...named].filter(
      (key) => !german.has(key) && !isGroup(key) && !isFile(key) && !key.startsWith('audit.'),
    );
    expect(missing).toEqual([]);
  });

  it('hold something for every key that the sources put together', () => {
    const empty = composed.filter((pattern) => ![...german.keys()].some((key) => pattern.test(key)));
    expect(empty.map(String)).toEqual([]);
  });
});

/** `report.css` is named like a key. */
function isFile(name: string): boolean {
  return /\.(?:css|csv|js|json)$/.test(name);
}

function isGroup(key: string): boolean {
  return [...german.keys()].some((other) => other.startsWith(`${key}.`));
}

/** Keys that stand in the sources as they are: `'respond.welcome.title'`. */
function namedKeys(): ReadonlySet<string> {
  return new Set(
    [...sources.matchAll(new RegExp(`['"\`](${start}(?:\\.[A-Za-z0-9_-]+)+)['"\`]`, 'g'))].map(
      (match) => match[1] ?? '',
    ),
  );
}

/** Keys that are put together, such as `respond.notice.${key}.title`: one pattern for each such place. */
function composedKeys(): readonly RegExp[] {
  const places = new Set(
    [...sources.matchAll(new RegExp(`\`(${start}\\.[^\`\\s]*\\$\\{[^\`]*)\``, 'g'))].map(
      (match) => match[1] ?? '',
    ),
  );
  return [...places].map((place) => {
    const fixed = place.split(/\$\{[^}]*\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${fixed.join('[A-Za-z0-9_.-]+')}$`);
  });
}

function readSources(): string {
  return ['server', 'views']
    .flatMap((folder) =>
      readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|ejs)$/.test(name))
        .map((name) => readFileSync(join(projectRoot, folder, name), 'utf8')),
    )
    .join('\n');
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** What the parser calls the kinds of a message's parts. */
const literal = 0;
const number = 2;
const plural = 6;
const pound = 7;

/** Names and kinds of a message's arguments; throws where the message can't be parsed. */
function argumentsOf(text: string, lang: Lang): string {
  const found = new Set<string>();
  collect(new IntlMessageFormat(text, localeOf[lang], undefined, { ignoreTag: true }).getAst(), found);
  return [...found].sort().join(', ');
}

function collect(elements: readonly Element[], into: Set<string>): void {
  for (const element of elements) {
    const kind: number = element.type;
    if (kind === literal || kind === pound || !('value' in element)) continue;
    into.add(`${element.value}:${String(kind === plural ? number : kind)}`);
    if ('options' in element)
      for (const option of Object.values(element.options)) collect(option.value, into);
  }
}
