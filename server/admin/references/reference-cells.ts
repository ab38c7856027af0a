import type { Reference } from '../../references/reference.js';

/** Columns of the CSV file, and fields of the form, in this order; docs/SERIES.md explains each. */
export const columns = [
  'id',
  'instrument',
  'kind',
  'series',
  'concept',
  'year',
  'value',
  'base',
  'invited',
  'links',
  'label_de',
  'label_en',
  'universe_de',
  'universe_en',
  'definition_de',
  'definition_en',
  'caveats_de',
  'caveats_en',
  'source',
  'certainty',
] as const;
export type Column = (typeof columns)[number];

/** A figure as people type it. Several links or caveats stand one below another. */
export type Cells = Readonly<Record<Column, string>>;

export const kinds = ['baseline', 'previous', 'staff', 'population', 'elsewhere'] as const;
export const certainties = ['high', 'medium', 'low'] as const;

export const noCells: Cells = {
  ...(Object.fromEntries(columns.map((column) => [column, ''])) as Record<Column, string>),
  kind: 'elsewhere',
  certainty: 'medium',
};

/** `readReference` takes it back unchanged. Decimals are written with a comma, as spreadsheets in Germany read them. */
export function cellsOf(reference: Reference): Cells {
  const { id, instrument, kind, series, concept, year, source, certainty } = reference;
  const { label, universe, definition, caveats } = reference;
  const lines = (lang: 'de' | 'en'): string => caveats.map((caveat) => caveat[lang]).join('\n');
  return {
    ...{ id, instrument, kind, series, concept, year, source, certainty },
    value: String(reference.value).replace('.', ','),
    base: String(reference.base ?? ''),
    invited: String(reference.invited ?? ''),
    links: reference.links.map(linkText).join('\n'),
    ...{ label_de: label.de, label_en: label.en, universe_de: universe.de, universe_en: universe.en },
    ...{ definition_de: definition?.de ?? '', definition_en: definition?.en ?? '' },
    ...{ caveats_de: lines('de'), caveats_en: lines('en') },
  };
}

type Link = Reference['links'][number];

/** What stands in place of an indicator where a figure is about taking part itself. */
export const PARTICIPATION = 'participation';

/** `leadership_yes=yes & age=u30|30_39`: what is counted, and after each `&` among whom. */
function linkText({ indicator, codes, groups }: Link): string {
  if (indicator === null) return PARTICIPATION;
  return [[indicator, codes] as const, ...Object.entries(groups)]
    .map(([variable, list]) => `${variable}=${list.join('|')}`)
    .join(' & ');
}

/** Null where the line is not of the form above. */
export function readLink(line: string): Link | null {
  if (line.trim() === PARTICIPATION) return { indicator: null, codes: [], groups: {} };
  const parts = line.split('&').map((part) => /^\s*([a-z0-9_.]+)\s*=\s*([a-z0-9_|\s]+)$/.exec(part));
  const read: { variable: string; codes: string[] }[] = [];
  for (const part of parts) {
    const codes = (part?.[2] ?? '').split('|').map((code) => code.trim());
    if (part?.[1] === undefined || codes.includes('')) return null;
    read.push({ variable: part[1], codes });
  }
  const [counted, ...among] = read;
  if (counted === undefined || new Set(among.map(({ variable }) => variable)).size < among.length)
    return null;
  return {
    indicator: counted.variable,
    codes: counted.codes,
    groups: Object.fromEntries(among.map(({ variable, codes }) => [variable, codes])),
  };
}
