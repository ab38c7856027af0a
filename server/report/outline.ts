import { readingOf } from '../disclosure/shares.js';
import type { SafeTable } from '../disclosure/safe-table.js';

/** What an instrument's results turn on. */
export interface Outline {
  /** The share that leads the overview, and the answer that is counted. */
  readonly headline: { readonly indicator: string; readonly code: string } | null;
  /** The outcome that is held against the headline's groups. */
  readonly leadership: { readonly indicator: string; readonly code: string } | null;
  /** Variables by the chapter of the report that tells of them, as in Bremen's report of 2014. */
  readonly chapters: Readonly<Record<Chapter, readonly string[]>>;
}

export const chapters = [
  'structure',
  'gender',
  'age',
  'area',
  'education',
  'workingTime',
  'payGroup',
  'leadership',
  'experiences',
  'measures',
  'further',
] as const;
export type Chapter = (typeof chapters)[number];

const bremen: Outline = {
  headline: { indicator: 'migrationsbiographie_selbst', code: 'yes' },
  leadership: { indicator: 'leadership_yes', code: 'yes' },
  chapters: {
    structure: [
      ...['migrationsbiographie_selbst', 'mh_mikrozensus', 'mh_generation', 'mh_mighev'],
      ...['migrationsgeschichte_2023', 'einwanderungsgeschichte', 'self_declared', 'birth_country'],
      ...['immigration_period', 'citizenship_now', 'german_since', 'languages_home', 'ascribed'],
    ],
    gender: ['gender'],
    age: ['age', 'under40', 'entry_period'],
    area: ['ressort', 'personnel_group'],
    education: [
      'school',
      'qualification',
      'degree_country',
      'degree_recognition',
      'skill_match',
      'overqualified',
    ],
    workingTime: ['working_time', 'contract', 'fixed_term_2013', 'status'],
    payGroup: ['pay_band'],
    leadership: ['leadership_yes', 'leadership', 'leadership_applied', 'promotion'],
    experiences: [
      ...['discr_at_least_sometimes', 'discr_own', 'discr_observed', 'discr_where', 'complaint_known'],
      'climate',
    ],
    measures: ['mentoring', 'training', 'measures'],
    further: [],
  },
};

const none: Outline = {
  headline: null,
  leadership: null,
  chapters: {
    structure: [],
    gender: ['gender'],
    age: ['age'],
    area: [],
    education: [],
    workingTime: [],
    payGroup: [],
    leadership: [],
    experiences: [],
    measures: [],
    further: [],
  },
};

const outlines: Readonly<Record<string, Outline>> = { 'hb-vielfalt-folgebefragung': bremen };

/** An instrument of one's own has no headline; its tables stand in the last chapter. */
export function outlineOf(instrument: string): Outline {
  return outlines[instrument] ?? none;
}

/**
 * The chapter that a table belongs to: that of what it is about; tables of the structure by one or more variables belong to
 * the chapter of the last of these, so that "migration biography by age" stands under age.
 */
export function chapterOf({ chapters: variables }: Outline, table: SafeTable): Chapter {
  const { groups, subject } = readingOf(table);
  const home = (id: string): Chapter =>
    chapters.find((chapter) =>
      variables[chapter].some((variable) => id === variable || id.startsWith(`${variable}.`)),
    ) ?? 'further';
  const own = home(subject.id);
  const last = groups.at(-1);
  if (own !== 'structure' || last === undefined) return own;
  return home(last.id);
}

/** The first released table about this variable in these groups. */
export function findTable(
  tables: readonly SafeTable[],
  subject: string,
  by: readonly string[],
): SafeTable | null {
  return (
    tables.find((table) => {
      const reading = readingOf(table);
      return reading.subject.id === subject && reading.groups.map(({ id }) => id).join() === by.join();
    }) ?? null
  );
}
