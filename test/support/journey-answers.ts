import type { Choices } from './journey-page.js';

/** What somebody answers on each page, in the order in which the questions come up. */
export const answers: readonly (readonly Choices[])[] = [
  [
    { ressort: 'finance', personnel_group: 'administration', status: 'collective', working_time: 'part' },
    { contract: 'fixed_term', pay_band: 'lg1_2' },
  ],
  [
    { leadership: 'none', qualification: 'master' },
    { degree_country: 'elsewhere' },
    { degree_recognition: 'pending' },
  ],
  [
    {
      self_declared: 'yes',
      birth_country: 'abroad',
      citizenship_now: 'other_only',
      languages_home: 'german_and_other',
    },
    { immigration_period: '2005_2014' },
  ],
  [
    { 'climate.belong': '4', 'climate.speak_up': '2', discr_own: 'sometimes' },
    { discr_where: ['tasks', 'training'] },
  ],
  [{ mentoring: 'known', training: 'yes_one', 'measures.mentoring': '5' }],
  [{ gender: 'female', age: '30_39' }],
];

export const stored = {
  ressort: 'finance',
  personnel_group: 'administration',
  status: 'collective',
  contract: 'fixed_term',
  pay_band: 'lg1_2',
  working_time: 'part',
  leadership: 'none',
  qualification: 'master',
  degree_country: 'elsewhere',
  degree_recognition: 'pending',
  self_declared: 'yes',
  birth_country: 'abroad',
  immigration_period: '2005_2014',
  citizenship_now: 'other_only',
  languages_home: 'german_and_other',
  climate: { belong: '4', speak_up: '2' },
  discr_own: 'sometimes',
  discr_where: ['tasks', 'training'],
  mentoring: 'known',
  training: 'yes_one',
  measures: { mentoring: '5' },
  gender: 'female',
  age: '40_49',
};

export const said = {
  de: {
    title: 'Wie vielfältig',
    voluntary: 'Ihre Teilnahme ist freiwillig.',
    consent: 'Ihre Einwilligung',
    fixed: 'ja, befristet',
  },
  en: {
    title: 'How diverse',
    voluntary: 'Taking part is voluntary.',
    consent: 'Your consent',
    fixed: 'Yes, fixed-term',
  },
} as const;
