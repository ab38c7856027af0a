import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/**
 * Turns published figures of the UK Civil Service People Survey 2024 into a file for the import. The extract beside this
 * file contains public sector information (Cabinet Office, People Survey 2024) licensed under the Open Government Licence
 * v3.0, as arranged by M. Kerlogue (csps-data, CC BY 4.0).
 */

export const extractFile = join(import.meta.dirname, 'csps2024-extract.csv');
export const SERIES = 'UK Civil Service People Survey';
const SOURCE = 'https://www.gov.uk/government/collections/civil-service-people-survey-hub';

interface Row {
  readonly demographic_code: string;
  readonly category: string;
  readonly measure_code: string;
  readonly percent_or_count: string;
}

export function extract(text = readFileSync(extractFile, 'utf8')): Row[] {
  return parse(text, { columns: true }) as unknown as Row[];
}

/** The import file, semicolons and decimal commas, and the numbers behind it for a test to look for. */
export function civilServiceCsv(rows: readonly Row[] = extract()): string {
  const of = (code: string, measure: string) =>
    new Map(
      rows
        .filter((row) => row.demographic_code === code && row.measure_code === measure)
        .map((row) => [row.category, Number(row.percent_or_count)]),
    );
  /** Share of people in one category of all who chose one. */
  const shareOf = (code: string, category: string) => {
    const counts = of(code, 'Count');
    const base = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { value: Math.round((1000 * 100 * (counts.get(category) ?? 0)) / base) / 1000, base };
  };
  const measured = (code: string, category: string, measure: string) => ({
    value: Math.round(1000 * (of(code, measure).get(category) ?? 0)) / 1000,
    base: of(code, 'Count').get(category) ?? 0,
  });
  const figures = [
    figure(
      'managers',
      'leadership_yes=yes',
      'Führt Beschäftigte',
      'Manages other employees',
      shareOf('H05', 'Yes'),
    ),
    figure('part_time', 'working_time=part', 'Teilzeit', 'Part-time', shareOf('H06', 'Part-time')),
    figure('women', 'gender=female', 'Frauen', 'Women', shareOf('J01A', 'Female')),
    figure(
      'minority',
      'migrationsbiographie_selbst=yes',
      'Angehörige ethnischer Minderheiten',
      'Ethnic minority',
      shareOf('J03_grouped', 'Ethnic Minority'),
    ),
    figure(
      'discrimination_minority',
      'discr_at_least_sometimes=yes & migrationsbiographie_selbst=yes',
      'Diskriminierung erlebt, ethnische Minderheiten',
      'Discriminated against, ethnic minority',
      measured('J03_grouped', 'Ethnic Minority', 'E01_yes'),
    ),
    figure(
      'discrimination_white',
      'discr_at_least_sometimes=yes & migrationsbiographie_selbst=no',
      'Diskriminierung erlebt, weiß',
      'Discriminated against, white',
      measured('J03_grouped', 'White', 'E01_yes'),
    ),
  ];
  return stringify(figures, { header: true, delimiter: ';', record_delimiter: 'windows' });
}

function figure(
  id: string,
  links: string,
  de: string,
  en: string,
  { value, base }: { value: number; base: number },
) {
  return {
    id: `uk_csps2024_${id}`,
    instrument: 'hb-vielfalt-folgebefragung',
    kind: 'elsewhere',
    series: SERIES,
    concept: `uk_csps_${id}`,
    year: '2024',
    value: String(value).replace('.', ','),
    base: String(base),
    invited: '',
    links,
    label_de: `${de}, britischer Civil Service, 2024`,
    label_en: `${en}, UK Civil Service, 2024`,
    universe_de: 'Teilnehmende der Befragung des britischen öffentlichen Dienstes, die dazu etwas angaben',
    universe_en: 'Respondents of the Civil Service People Survey who answered the question',
    definition_de: 'Nach der eigenen Angabe zu „ethnic group“ und zu Führung, Geschlecht und Arbeitszeit',
    definition_en: 'As stated by respondents on ethnic group, managing others, sex and working pattern',
    caveats_de:
      'Die ethnische Zugehörigkeit ist keine Migrationsgeschichte.\nEin anderes Land, ein anderes Dienstrecht.',
    caveats_en: 'Ethnic group is not migration history.\nAnother country and another law of public service.',
    source: SOURCE,
    certainty: 'high',
  };
}
