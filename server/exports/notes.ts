import { informationOf } from '../disclosure/information.js';
import type { Localized } from '../survey/definition.js';
import type { ExportContext } from './export-context.js';
import { blankCell, figuresExplained, notRepresentative, rules, sourceOf } from './remarks.js';

/** A remark on a release: what it is about, and what there is to say. */
export interface Note {
  readonly term: Localized;
  readonly text: Localized;
}

/** What everybody should know who reads figures of this release: wave, policy, blanks, figures, source. */
export function notesOf(context: ExportContext): Note[] {
  const { wave, definition, release, releasedOn } = context;
  const { told, cells } = informationOf(...release.tables);
  const questionnaire = `${wave.definition.id} ${wave.definition.version}`;
  return [
    note('Befragung', 'Survey', wave.title),
    note('Kennung', 'Id', same(wave.id)),
    note('Vorführung', 'Demonstration', {
      de: wave.simulated ? 'ja: Alle Antworten sind erfunden.' : 'nein',
      en: wave.simulated ? 'yes: all answers are made up.' : 'no',
    }),
    note('Zeitraum (UTC)', 'Period (UTC)', {
      de: `${wave.opensAt.slice(0, 10)} bis ${wave.closesAt.slice(0, 10)}`,
      en: `${wave.opensAt.slice(0, 10)} to ${wave.closesAt.slice(0, 10)}`,
    }),
    note('Freigegeben am', 'Released on', same(releasedOn)),
    note('Fragebogen', 'Questionnaire', {
      de: `${definition.title.de} (${questionnaire})`,
      en: `${definition.title.en} (${questionnaire})`,
    }),
    note('Antworten', 'Answers', {
      de: release.records === null ? 'nicht gezeigt' : String(release.records),
      en: release.records === null ? 'not shown' : String(release.records),
    }),
    note('Mindestgröße einer Gruppe (k)', 'Smallest group shown (k)', same(String(release.k))),
    note('Schutzregel', 'Rule of protection', {
      de: `${release.policy}: ${rules[release.policy].de}`,
      en: `${release.policy}: ${rules[release.policy].en}`,
    }),
    note('Fehlende Zahlen', 'Missing figures', blankCell),
    note('Gezeigte Zellen', 'Cells shown', {
      de: `${String(told)} von ${String(cells)} in ${String(release.tables.length)} Tabellen`,
      en: `${String(told)} of ${String(cells)} in ${String(release.tables.length)} tables`,
    }),
    note('Zahlen', 'Figures', figuresExplained),
    note('Aussagekraft', 'Validity', notRepresentative),
    note('Quelle', 'Source', sourceOf(context)),
    note('Ansprechstelle', 'Contact', wave.texts.contact),
  ];
}

function note(de: string, en: string, text: Localized): Note {
  return { term: { de, en }, text };
}

function same(text: string): Localized {
  return { de: text, en: text };
}
