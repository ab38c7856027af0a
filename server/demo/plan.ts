import type { Plan } from '../disclosure/plan.js';

/** What the demonstration analyses: each indicator for everybody and by a few coarse groups, as the report of 2014 did. */
const breakdowns = ['gender', 'age', 'ressort', 'working_time', 'pay_band', 'school'];

const byEveryBreakdown = ['migrationsbiographie_selbst', 'leadership_yes'];

const byGenderAndAge = ['mh_mikrozensus', 'migrationsgeschichte_2023', 'discr_at_least_sometimes'];

const overallOnly = [
  'einwanderungsgeschichte',
  'mh_generation',
  'fixed_term_2013',
  'mentoring',
  'training',
  'complaint_known',
  'skill_match',
  'climate.belong',
  'climate.fair_promotion',
  'climate.speak_up',
  'measures.mentoring',
  'measures.selection',
];

/** Outcomes shown for people with and without a migration biography (own statement). */
const byMigration = [
  'leadership_yes',
  'school',
  'fixed_term_2013',
  'status',
  'discr_at_least_sometimes',
  'climate.belong',
];

export const demoPlan: Plan = {
  tables: [
    ...breakdowns.map((breakdown) => table([breakdown], null)),
    ...[...byEveryBreakdown, ...byGenderAndAge, ...overallOnly].map((indicator) => table([], indicator)),
    ...byEveryBreakdown.flatMap((indicator) => breakdowns.map((breakdown) => table([breakdown], indicator))),
    ...byGenderAndAge.flatMap((indicator) =>
      ['gender', 'age'].map((breakdown) => table([breakdown], indicator)),
    ),
    ...byMigration.map((indicator) => table(['migrationsbiographie_selbst'], indicator)),
    table(['gender', 'age'], 'migrationsbiographie_selbst'),
  ],
};

function table(breakdown: string[], indicator: string | null): Plan['tables'][number] {
  const name = [
    ...(breakdown.length === 0 ? ['all'] : breakdown),
    ...(indicator === null ? [] : [indicator]),
  ];
  return { id: name.join('-by-').replaceAll(/[._]/g, '-'), breakdown, indicator };
}
