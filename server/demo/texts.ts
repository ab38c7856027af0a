import type { WaveTexts } from '../ports/office.js';

export const demoTexts: WaveTexts = {
  purpose: {
    de: 'Die Freie Hansestadt Bremen möchte wissen, ob ihre Beschäftigten die Vielfalt der Stadt widerspiegeln. 2013 gaben rund 13 Prozent der Antwortenden eine Migrationsbiographie an. Diese Befragung zeigt, was sich seitdem verändert hat und welche Unterstützung gebraucht wird.',
    en: 'The Free Hanseatic City of Bremen wants to know whether its staff mirrors the diversity of the city. In 2013 about 13 per cent of those who answered stated a migration biography. This survey shows what has changed since then and which support is needed.',
  },
  contact: {
    de: 'Der Senator für Finanzen, Personal- und Verwaltungsmanagement, im Auftrag des Senats. Beispielangaben dieser Vorführung.',
    en: 'The Senator for Finance, personnel and administration management, on behalf of the Senate. Sample details of this demonstration.',
  },
  legalBasis: {
    de: 'Ihre ausdrückliche Einwilligung (Art. 6 Abs. 1 Buchst. a und Art. 9 Abs. 2 Buchst. a DSGVO). Sie gilt nur für diese Befragung.',
    en: 'Your explicit consent (Art. 6(1)(a) and Art. 9(2)(a) GDPR). It covers this survey only.',
  },
};
