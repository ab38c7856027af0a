import { informationOf } from '../disclosure/information.js';
import type { ReleasePolicy, SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import type { Wave } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import type { Localized } from '../survey/definition.js';
import { linesOf } from './table-lines.js';

/** What the rules of protection mean, for readers of a file. */
const rules: Readonly<Record<ReleasePolicy, Localized>> = {
  'worlds-strict-1': {
    de: 'Zahlen fehlen, wo sich sonst errechnen ließe, dass eine Gruppe kleiner als die Mindestgröße ist.',
    en: 'Figures are missing where it could otherwise be worked out that a group is smaller than the minimum size.',
  },
  'withhold-whole-1': {
    de: 'Eine Tabelle erscheint nur, wenn keine ihrer Gruppen und Summen zu klein ist, sonst bleibt sie ganz zurück.',
    en: 'A table appears only if none of its groups and totals is too small; otherwise it is withheld whole.',
  },
};

const blank: Localized = {
  de: 'null: null oder nicht gezeigt. Dahinter kann null stehen, eine kleine Zahl oder eine größere, die nur fehlt, damit sich eine andere nicht ausrechnen lässt. Alle sehen gleich aus; schließen Sie nichts daraus.',
  en: 'null: zero or not shown. It may hide zero, a small number, or a larger one that is missing only so that another cannot be worked out. All look the same; draw no conclusions.',
};

const notRepresentative: Localized = {
  de: 'Freiwillige Befragung: Die Zahlen gelten für die, die geantwortet haben, und sind nicht repräsentativ.',
  en: 'Voluntary survey: the figures hold for those who answered and are not representative.',
};

/**
 * A release as JSON with all that is needed to read it: labels and remarks in both languages, the rule that protected
 * it, and the published figures that belong to its indicators. `share` = count / base; `information`: cells of the table
 * that are told, of all its cells (information.ts). The same release gives the same
 * bytes.
 */
export function releaseJson(wave: Wave, release: SafeRelease, references: readonly Reference[]): string {
  const shown = new Set(release.tables.map((table) => readingOf(table).subject.id));
  const content = {
    format: 'mehrwelt-release',
    formatVersion: 1,
    wave: {
      id: wave.id,
      title: wave.title,
      opensAt: wave.opensAt,
      closesAt: wave.closesAt,
      simulated: wave.simulated,
      questionnaire: wave.definition,
    },
    protection: { k: release.k, rule: release.policy, description: rules[release.policy] },
    remarks: { blank, notRepresentative },
    records: release.records,
    tables: release.tables.map((table) => {
      const { groups, subject } = readingOf(table);
      const { told, cells } = informationOf(table);
      return {
        id: table.id,
        status: table.status,
        reason: table.reason,
        information: { cellsTold: told, cells },
        groups: groups.map(({ id, label }) => ({ id, label })),
        subject: { id: subject.id, label: subject.label },
        lines: linesOf(table),
      };
    }),
    references: references.filter(
      ({ instrument, links }) =>
        instrument === wave.definition.id &&
        links.some(({ indicator }) => indicator === null || shown.has(indicator)),
    ),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
