import { readCatalogue, translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { AuditEntry } from '../ports/staff.js';

/** What an entry says to a person: a sentence, and its details as "what: how much". */
export interface AuditWords {
  readonly sentence: string;
  readonly details: readonly string[];
}

/** Entries are for good, programs are not: a word that this version does not know is shown as it was written. */
export function auditWords(entry: AuditEntry, lang: Lang): AuditWords {
  return {
    sentence: sentenceOf(entry, lang),
    details: Object.entries(entry.details)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => `${wordOr(lang, `audit.detail.${name}`, name)}: ${valueOf(lang, name, value)}`),
  };
}

function sentenceOf({ actor, action, subject }: AuditEntry, lang: Lang): string {
  const t = translator(lang);
  const params = { actor: actor === 'system' ? t('audit.actor.system') : actor, subject: subject ?? 'none' };
  return knows(lang, `audit.${action}`)
    ? t(`audit.${action}`, params)
    : `${params.actor}: ${action} ${subject ?? ''}`;
}

function valueOf(lang: Lang, name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return translator(lang)(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'number') return value.toLocaleString(lang);
  return name === 'role'
    ? wordOr(lang, `common.role.${value}`, wordOr(lang, `audit.value.${value}`, value))
    : wordOr(lang, `audit.value.${value}`, value);
}

function wordOr(lang: Lang, key: string, raw: string): string {
  return knows(lang, key) ? translator(lang)(key) : raw;
}

const catalogues = new Map<Lang, ReadonlyMap<string, string>>();

function knows(lang: Lang, key: string): boolean {
  const known = catalogues.get(lang) ?? readCatalogue(lang);
  catalogues.set(lang, known);
  return known.has(key);
}
