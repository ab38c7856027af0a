import type { ReleasePolicy, SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import type { Wave } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import type { Localized } from '../survey/definition.js';
import type { ExportContext } from './export-context.js';

/** What the rules of protection mean, for readers of a file. */
export const rules: Readonly<Record<ReleasePolicy, Localized>> = {
  'worlds-strict-1': {
    de: 'Zahlen fehlen, wo sich sonst errechnen ließe, dass eine Gruppe kleiner als die Mindestgröße ist.',
    en: 'Figures are missing where it could otherwise be worked out that a group is smaller than the minimum size.',
  },
  'withhold-whole-1': {
    de: 'Eine Tabelle erscheint nur, wenn keine ihrer Gruppen und Summen zu klein ist, sonst bleibt sie ganz zurück.',
    en: 'A table appears only if none of its groups and totals is too small; otherwise it is withheld whole.',
  },
};

/** What a missing figure means. */
export const blankCell: Localized = {
  de: 'null oder nicht gezeigt. Dahinter kann null stehen, eine kleine Zahl oder eine größere, die nur fehlt, damit sich eine andere nicht ausrechnen lässt. Alle sehen gleich aus; schließen Sie nichts daraus.',
  en: 'zero or not shown. It may hide zero, a small number, or a larger one that is missing only so that another cannot be worked out. All look the same; draw no conclusions.',
};

/** The same for JSON, which writes null for it. */
export const blank: Localized = { de: `null: ${blankCell.de}`, en: `null: ${blankCell.en}` };

/** What no reader may take the figures for. */
export const notRepresentative: Localized = {
  de: 'Freiwillige Befragung: Die Zahlen gelten für die, die geantwortet haben, und sind nicht repräsentativ.',
  en: 'Voluntary survey: the figures hold for those who answered and are not representative.',
};

/** The published figures that belong to what a release shows, in the order given. */
export function referencesShown(
  wave: Wave,
  release: SafeRelease,
  references: readonly Reference[],
): readonly Reference[] {
  const shown = new Set(release.tables.map((table) => readingOf(table).subject.id));
  return references.filter(
    ({ instrument, links }) =>
      instrument === wave.definition.id &&
      links.some(({ indicator }) => indicator === null || shown.has(indicator)),
  );
}

/** What a count, a base and a share are. */
export const figuresExplained: Localized = {
  de: 'Anzahl: Personen. Basis: Personen der Gruppe, die geantwortet haben („keine Angabe“ und „nicht gefragt“ zählen nicht mit). Anteil: Anzahl / Basis.',
  en: 'Count: people. Base: members of the group who answered (“no answer” and “not asked” are left out). Share: count / base.',
};

/** One line that says where the figures come from, to be quoted with them. */
export function sourceOf({ wave, releasedOn }: ExportContext): Localized {
  const name = `${wave.definition.id} ${wave.definition.version}`;
  return {
    de: `${wave.title.de} (${wave.id}), Fragebogen ${name}, freigegeben am ${releasedOn}${wave.simulated ? '; erfundene Antworten einer Vorführung' : ''}`,
    en: `${wave.title.en} (${wave.id}), questionnaire ${name}, released on ${releasedOn}${wave.simulated ? '; made-up answers of a demonstration' : ''}`,
  };
}
