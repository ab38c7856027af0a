import type { ExportContext } from './export-context.js';
import { definedVariables } from './definitions.js';
import { fileTexts } from './file-texts.js';
import { notesOf } from './notes.js';
import { referencesShown } from './remarks.js';

/** What every reader should know, first in German, then in English: remarks, files, definitions, published figures. */
export function notesText(context: ExportContext): string {
  return `${inLanguage(context, 'de')}\n\n${inLanguage(context, 'en')}`;
}

const words = {
  de: { files: 'Dateien', definitions: 'Abgeleitete Variablen', references: 'Veröffentlichte Zahlen' },
  en: { files: 'Files', definitions: 'Derived variables', references: 'Published figures' },
} as const;

function inLanguage(context: ExportContext, lang: 'de' | 'en'): string {
  const { wave, release, definition, references } = context;
  const heading = (text: string): string[] => ['', text, '='.repeat(text.length)];
  const derived = definedVariables(definition).filter(({ kind }) => kind === 'derived');
  return [
    wave.title[lang],
    '='.repeat(wave.title[lang].length),
    ...notesOf(context).map(({ term, text }) => `${term[lang]}: ${text[lang]}`),
    ...heading(words[lang].files),
    ...Object.entries(fileTexts).map(([name, text]) => `${name}: ${text[lang]}`),
    ...heading(words[lang].definitions),
    ...derived.map(({ id, label, definition: text, source }) =>
      [`${id}: ${label[lang]}.`, text[lang], source].filter((part) => part !== '').join(' '),
    ),
    ...heading(words[lang].references),
    ...referencesShown(wave, release, references).map(
      ({ label, value, year, universe, source }) =>
        `${label[lang]}: ${lang === 'de' ? String(value).replace('.', ',') : String(value)} % (${year}, ${universe[lang]}). ${source}`,
    ),
    '',
  ].join('\n');
}
