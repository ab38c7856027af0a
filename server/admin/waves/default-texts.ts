import type { WaveTexts } from '../../ports/office.js';

/** Where a text of a draft still waits for particulars; a wave whose texts contain such a mark can't be opened. */
const gap = /\[[^\]]*\]/;

export function hasGap(text: string): boolean {
  return gap.test(text);
}

/**
 * Texts a new wave starts with. The legal basis is the usual one of a voluntary survey with special categories of data;
 * which law applies is for the data protection officer to say, hence it is a text and not a rule.
 */
export const defaultTexts: WaveTexts = {
  purpose: {
    de: 'Mit dieser Befragung möchten wir erfahren, wie vielfältig unsere Belegschaft ist und wie Beschäftigte ihre Arbeit erleben. Die Ergebnisse helfen uns, Benachteiligungen zu erkennen und Angebote zu verbessern. Ausgewertet wird nur, was vorher festgelegt wurde und hier aufgeführt ist.',
    en: 'With this survey we would like to learn how diverse our workforce is and how employees experience their work. The results help us to recognise disadvantages and to improve what we offer. Only what was laid down beforehand and is listed here will be analysed.',
  },
  contact: {
    de: '[Dienststelle, Name, Telefon, E-Mail]. Fragen zum Datenschutz: [Datenschutzbeauftragte Person, E-Mail].',
    en: '[Office, name, telephone, e-mail]. Questions about data protection: [data protection officer, e-mail].',
  },
  legalBasis: {
    de: 'Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO), für Angaben zur Herkunft Ihre ausdrückliche Einwilligung (Art. 9 Abs. 2 Buchst. a DSGVO). Die Teilnahme ist freiwillig; wenn Sie nicht teilnehmen, entsteht Ihnen kein Nachteil.',
    en: 'Your consent (Art. 6(1)(a) GDPR), and for information on your origin your explicit consent (Art. 9(2)(a) GDPR). Taking part is voluntary; if you do not take part, this has no disadvantage for you.',
  },
};
