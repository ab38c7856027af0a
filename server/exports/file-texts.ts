import type { Localized } from '../survey/definition.js';

/** Every file of a release with a sentence what it is for, in the order of the list. The names never change. */
export const fileTexts = {
  'notes.txt': {
    de: 'Was man wissen muss, bevor man Zahlen weitergibt: Schutzregel, fehlende Zahlen, Definitionen, Quellen.',
    en: 'What to know before passing figures on: protection, missing figures, definitions, sources.',
  },
  'tables.xlsx': {
    de: 'Arbeitsmappe für Excel und LibreOffice mit Hinweisen, allen Zahlen zum Filtern und Definitionen.',
    en: 'Workbook for Excel and LibreOffice with notes, all figures to filter, and definitions.',
  },
  'tables-semicolon.csv': {
    de: 'Alle Zahlen, eine Zeile je Zelle: Semikolon, Dezimalkomma, deutsche Bezeichnungen. Öffnet sich in einer deutschen Tabellenkalkulation mit einem Doppelklick.',
    en: 'All figures, a row for each cell: semicolons, decimal comma, German labels. Opens in a German spreadsheet by a double click.',
  },
  'tables-comma.csv': {
    de: 'Alle Zahlen, eine Zeile je Zelle: Komma, Dezimalpunkt, englische Bezeichnungen. Für Programme.',
    en: 'All figures, a row for each cell: commas, decimal point, English labels. For programs.',
  },
  'release.json': {
    de: 'Alle Tabellen mit Bezeichnungen in beiden Sprachen, Schutzregel und veröffentlichten Zahlen. Für Programme.',
    en: 'All tables with labels in both languages, protection and published figures. For programs.',
  },
  'tables.json-stat.json': {
    de: 'Alle Tabellen als JSON-stat 2.0, wie statistische Ämter es ausgeben.',
    en: 'All tables as JSON-stat 2.0, as statistical offices publish it.',
  },
  'tables.sdmx.csv': {
    de: 'Alle Zahlen als SDMX-CSV 2.0 mit OBS_STATUS und CONF_STATUS, zum Austausch zwischen statistischen Stellen.',
    en: 'All figures as SDMX-CSV 2.0 with OBS_STATUS and CONF_STATUS, for exchange between statistical offices.',
  },
  'codebook.csv': {
    de: 'Alle Variablen und Codes des Fragebogens mit Definitionen in beiden Sprachen.',
    en: 'All variables and codes of the questionnaire with definitions in both languages.',
  },
  'questionnaire.ddi.xml': {
    de: 'Der Fragebogen als DDI-Codebook 2.5, für Archive und Datenzentren.',
    en: 'The questionnaire as DDI-Codebook 2.5, for archives and data centres.',
  },
  'references.csv': {
    de: 'Veröffentlichte Zahlen zum Vergleich, mit Quelle und Vorbehalten.',
    en: 'Published figures to compare with, with source and caveats.',
  },
  'columns.csv': {
    de: 'Jede Spalte jeder CSV-Datei mit Typ und Erklärung.',
    en: 'Every column of every CSV file with type and explanation.',
  },
  'read-tables.R': {
    de: 'Liest tables-comma.csv in R ein.',
    en: 'Reads tables-comma.csv into R.',
  },
  'read-tables.sps': {
    de: 'Liest tables-comma.csv in SPSS ein.',
    en: 'Reads tables-comma.csv into SPSS.',
  },
  'read-tables.do': {
    de: 'Liest tables-comma.csv in Stata ein.',
    en: 'Reads tables-comma.csv into Stata.',
  },
  'datapackage.json': {
    de: 'Frictionless Data Package: beschreibt alle Dateien mit Größe, Prüfsumme und Spalten.',
    en: 'Frictionless data package: describes all files with size, checksum and columns.',
  },
} as const satisfies Readonly<Record<string, Localized>>;

export type FileName = keyof typeof fileTexts;
