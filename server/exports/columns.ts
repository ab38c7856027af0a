import type { Localized } from '../survey/definition.js';

/** What a column holds; the same words as in a Frictionless table schema. */
export type ColumnType = 'string' | 'integer' | 'number' | 'date';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly text: Localized;
}

const column = (name: string, type: ColumnType, de: string, en: string): Column => ({
  name,
  type,
  text: { de, en },
});

const groupColumns = [1, 2, 3].flatMap((at) => {
  const nth = String(at);
  return [
    column(
      `group${nth}_variable`,
      'string',
      `${nth}. Variable, die Gruppen bildet; leer: keine`,
      `Variable ${nth} that forms groups; empty: none`,
    ),
    column(`group${nth}_code`, 'string', 'Code der Gruppe; total: alle', 'Code of the group; total: all'),
    column(`group${nth}_label`, 'string', 'Bezeichnung der Gruppe', 'Label of the group'),
  ];
});

/** The columns of tables-semicolon.csv and tables-comma.csv: a row for each cell of each table. */
export const tableColumns: readonly Column[] = [
  column('wave', 'string', 'Kennung der Befragung', 'Id of the survey'),
  column('wave_title', 'string', 'Titel der Befragung', 'Title of the survey'),
  column('simulated', 'string', 'yes: Vorführung mit erfundenen Antworten', 'yes: demonstration, made up'),
  column('released_on', 'date', 'Tag der Freigabe durch den Personalrat', 'Day of the council’s approval'),
  column('questionnaire', 'string', 'Fragebogen und Fassung', 'Questionnaire and version'),
  column('k', 'integer', 'Mindestgröße einer Gruppe, Personen', 'Smallest group that may be shown, people'),
  column('rule', 'string', 'Schutzregel, erklärt in notes.txt', 'Rule of protection, explained in notes.txt'),
  column('empty_means', 'string', 'Was eine leere Zahl heißt', 'What an empty figure means'),
  column('table', 'string', 'Kennung der Tabelle', 'Id of the table'),
  column(
    'status',
    'string',
    'published oder withheld (ganz zurückgehalten)',
    'published or withheld as a whole',
  ),
  column('cells_told', 'integer', 'Zellen der Tabelle mit Zahl', 'Cells of the table with a count'),
  column('cells', 'integer', 'Zellen der Tabelle', 'Cells of the table'),
  ...groupColumns,
  column('variable', 'string', 'Variable, die ausgezählt ist', 'Variable that is counted'),
  column('variable_label', 'string', 'Ihre Bezeichnung', 'Its label'),
  column(
    'code',
    'string',
    'Ausgezählter Code; total: die ganze Gruppe',
    'Counted code; total: the whole group',
  ),
  column('label', 'string', 'Bezeichnung des Codes', 'Label of the code'),
  column('count', 'integer', 'Personen', 'People'),
  column(
    'count_status',
    'string',
    'told oder blank (null oder nicht gezeigt)',
    'told or blank (zero or not shown)',
  ),
  column(
    'base',
    'integer',
    'Personen der Gruppe, die geantwortet haben',
    'Members of the group who answered',
  ),
  column('base_status', 'string', 'told oder blank', 'told or blank'),
  column('share', 'number', 'count / base, fünf Stellen', 'count / base, five digits'),
  column(
    'share_status',
    'string',
    'told, blank oder none (gibt es nicht)',
    'told, blank, or none (there is none)',
  ),
  column(
    'definition',
    'string',
    'Definition der ausgezählten Variable',
    'Definition of the counted variable',
  ),
  column('source', 'string', 'Woher die Zahlen stammen', 'Where the figures come from'),
];

/** The columns of codebook.csv: a row for each code of each variable of the questionnaire. */
export const codebookColumns: readonly Column[] = [
  column('variable', 'string', 'Kennung der Variable', 'Id of the variable'),
  column(
    'kind',
    'string',
    'item: Frage; row: Zeile einer Matrix; option: Antwort einer Mehrfachauswahl; derived: abgeleitet',
    'item: question; row: row of a matrix; option: answer of a multiple choice; derived',
  ),
  column('sensitivity', 'string', 'identifying, sensitive oder neutral', 'identifying, sensitive or neutral'),
  column('label_de', 'string', 'Bezeichnung, deutsch', 'Label in German'),
  column('label_en', 'string', 'Bezeichnung, englisch', 'Label in English'),
  column('definition_de', 'string', 'Definition, deutsch', 'Definition in German'),
  column('definition_en', 'string', 'Definition, englisch', 'Definition in English'),
  column('source', 'string', 'Quelle der Definition', 'Source of the definition'),
  column('notes', 'string', 'Anmerkungen', 'Remarks'),
  column('comparability', 'string', 'Womit vergleichbar', 'What it may be compared with'),
  column('rule', 'string', 'Ableitung als JSON', 'Derivation as JSON'),
  column('code', 'string', 'Code', 'Code'),
  column('code_label_de', 'string', 'Bezeichnung des Codes, deutsch', 'Label of the code in German'),
  column('code_label_en', 'string', 'Bezeichnung des Codes, englisch', 'Label of the code in English'),
  column('answer', 'string', 'yes: zählt zur Basis der Anteile', 'yes: counts in the base of shares'),
  column(
    'tables',
    'integer',
    'Tabellen der Auswertung mit dieser Variable',
    'Tables of the release with this variable',
  ),
];

/** The columns of references.csv: published figures to hold results against. */
export const referenceColumns: readonly Column[] = [
  column('id', 'string', 'Kennung', 'Id'),
  column(
    'kind',
    'string',
    'baseline, previous, staff, population oder elsewhere',
    'baseline, previous, staff, population or elsewhere',
  ),
  column('label_de', 'string', 'Bezeichnung, deutsch', 'Label in German'),
  column('label_en', 'string', 'Bezeichnung, englisch', 'Label in English'),
  column('value', 'number', 'Wert', 'Value'),
  column('unit', 'string', 'Einheit', 'Unit'),
  column('base', 'integer', 'Personen, auf die sich der Wert bezieht', 'People that the value is a share of'),
  column('invited', 'integer', 'Befragte der Erhebung', 'People who were asked'),
  column('series', 'string', 'Reihe, zu der die Zahl gehört', 'Series that the figure is a point of'),
  column('concept', 'string', 'Was gezählt wurde', 'What was counted'),
  column('year', 'string', 'Jahr', 'Year'),
  column('universe_de', 'string', 'Grundgesamtheit, deutsch', 'Universe in German'),
  column('universe_en', 'string', 'Grundgesamtheit, englisch', 'Universe in English'),
  column('definition_de', 'string', 'Definition, deutsch', 'Definition in German'),
  column('definition_en', 'string', 'Definition, englisch', 'Definition in English'),
  column('caveats_de', 'string', 'Vorbehalte, deutsch', 'Caveats in German'),
  column('caveats_en', 'string', 'Vorbehalte, englisch', 'Caveats in English'),
  column('source', 'string', 'Quelle', 'Source'),
  column('certainty', 'string', 'high, medium oder low', 'high, medium or low'),
  column(
    'belongs_to',
    'string',
    'Variablen, Codes und Gruppen als JSON',
    'Variables, codes and groups as JSON',
  ),
];

/** The columns of tables.sdmx.csv (SDMX-CSV 2.0): an observation for each figure of each cell. */
export const sdmxColumns: readonly Column[] = [
  column('STRUCTURE', 'string', 'Art der Struktur', 'Kind of structure'),
  column('STRUCTURE_ID', 'string', 'Struktur', 'Structure'),
  column('ACTION', 'string', 'I: zur Kenntnis', 'I: information'),
  column('WAVE', 'string', 'Kennung der Befragung', 'Id of the survey'),
  column('TABLE_ID', 'string', 'Kennung der Tabelle', 'Id of the table'),
  ...[1, 2, 3].flatMap((at) => [
    column(
      `GROUP${String(at)}_VARIABLE`,
      'string',
      'Gruppierende Variable; _Z: keine',
      'Grouping variable; _Z: none',
    ),
    column(`GROUP${String(at)}`, 'string', 'Code; _T: alle, _Z: keine Gruppe', 'Code; _T: all, _Z: no group'),
  ]),
  column('VARIABLE', 'string', 'Variable, die ausgezählt ist', 'Variable that is counted'),
  column('CODE', 'string', 'Ausgezählter Code; _T: die ganze Gruppe', 'Counted code; _T: the whole group'),
  column('MEASURE', 'string', 'COUNT, BASE oder SHARE', 'COUNT, BASE or SHARE'),
  column(
    'TIME_PERIOD',
    'string',
    'Monat, in dem die Befragung endete (UTC)',
    'Month in which the survey ended (UTC)',
  ),
  column('OBS_VALUE', 'number', 'Wert', 'Value'),
  column(
    'OBS_STATUS',
    'string',
    'A: gezeigt; Q: null oder nicht gezeigt; M: gibt es nicht',
    'A: told; Q: zero or not shown; M: cannot exist',
  ),
  column('CONF_STATUS', 'string', 'F: frei; C: vertraulich', 'F: free; C: confidential'),
  column('UNIT_MEASURE', 'string', 'PS: Personen; RATIO: Anteil', 'PS: people; RATIO: share'),
  column('MIN_GROUP_SIZE', 'integer', 'Mindestgröße einer Gruppe', 'Smallest group that may be shown'),
  column('CONF_RULE', 'string', 'Schutzregel', 'Rule of protection'),
  column('BLANK_MEANS', 'string', 'Was eine leere Zahl heißt', 'What an empty figure means'),
  column('SIMULATED', 'string', 'yes: Vorführung mit erfundenen Antworten', 'yes: demonstration, made up'),
  column(
    'DEFINITION',
    'string',
    'Definition der ausgezählten Variable',
    'Definition of the counted variable',
  ),
  column('DATA_SOURCE', 'string', 'Woher die Zahlen stammen', 'Where the figures come from'),
];

/** The columns of columns.csv. */
export const columnColumns: readonly Column[] = [
  column('file', 'string', 'Datei', 'File'),
  column('column', 'string', 'Spalte', 'Column'),
  column('type', 'string', 'string, integer, number oder date', 'string, integer, number or date'),
  column('meaning_de', 'string', 'Bedeutung, deutsch', 'Meaning in German'),
  column('meaning_en', 'string', 'Bedeutung, englisch', 'Meaning in English'),
];

/** The columns of every CSV file. */
export const columnsOf = {
  'tables-semicolon.csv': tableColumns,
  'tables-comma.csv': tableColumns,
  'tables.sdmx.csv': sdmxColumns,
  'codebook.csv': codebookColumns,
  'references.csv': referenceColumns,
  'columns.csv': columnColumns,
} as const;
