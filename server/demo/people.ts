import type { AnswerValue, Answers } from '../survey/definition.js';
import { SeededRandom } from './random.js';

/**
 * Made-up respondents of the Bremen questionnaire. Where a marginal was published it is met (share with a migration
 * history 21.6 %, leadership 17.2 % against 24.4 %, part-time 35.7 %, racist discrimination noticed by about a third:
 * survey of 2023/24 and Personalbericht 2024, see references/); everything else, the size of the areas above all, is
 * invented. The pages that show these figures say that they are simulated.
 */

/** Invented staff numbers by area; their sum is the published 31,000. */
export const areaHeadcounts: Readonly<Record<string, number>> = {
  small_central: 620,
  finance: 1650,
  interior_sport: 4200,
  justice: 1450,
  children_education: 8200,
  labour_social: 1900,
  health: 900,
  building_mobility: 1500,
  environment_science: 750,
  economy_ports: 700,
  culture: 480,
  universities: 3900,
  outsourced_other: 4750,
};

/** Published number of participants in 2023/24. */
export const DEMO_RESPONDENTS = 8190;

type Draft = Record<string, AnswerValue>;

/** `count` people, the same for the same seed. */
export function simulateRespondents(count: number, seed: number): Answers[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => simulateRespondent(random));
}

function simulateRespondent(random: SeededRandom): Answers {
  const answers: Draft = {};
  const woman = random.chance(0.6);
  const age = random.pick({ u30: 0.14, '30_39': 0.23, '40_49': 0.23, '50_59': 0.27, '60p': 0.13 });
  const migration = random.chance(
    { u30: 0.34, '30_39': 0.27, '40_49': 0.22, '50_59': 0.16, '60p': 0.11 }[age],
  );
  work(random, answers, woman, age);
  career(random, answers, migration, age);
  // Some decline the consent to the page on migration; item non-response there follows the UK Civil Service (5 to 11 %).
  if (random.chance(0.97)) origin(random, answers, migration);
  experience(random, answers, migration);
  measures(random, answers);
  answers.gender = random.chance(0.02)
    ? random.pick({ na: 0.75, diverse: 0.15, none: 0.1 })
    : woman
      ? 'female'
      : 'male';
  answers.age = random.chance(0.02) ? 'na' : age;
  answers.took_part_before = random.pick({
    no: 0.62,
    '2013': 0.09,
    '2023': 0.15,
    both: 0.05,
    dk: 0.06,
    na: 0.03,
  });
  return answers;
}

function work(random: SeededRandom, answers: Draft, woman: boolean, age: string): void {
  const area = random.pick(areaHeadcounts);
  answers.ressort = random.chance(0.03) ? random.pick({ na: 0.7, other: 0.3 }) : area;
  answers.personnel_group =
    area === 'children_education'
      ? random.pick({ teaching: 0.55, childcare_social: 0.27, administration: 0.13, services: 0.05 })
      : area === 'interior_sport'
        ? random.pick({ police_fire_prison: 0.66, administration: 0.3, technical_it: 0.04 })
        : area === 'justice'
          ? random.pick({ administration: 0.5, judiciary: 0.25, police_fire_prison: 0.25 })
          : area === 'universities'
            ? random.pick({ science: 0.55, administration: 0.3, technical_it: 0.15 })
            : random.pick({
                administration: 0.56,
                technical_it: 0.16,
                childcare_social: 0.1,
                services: 0.1,
                health: 0.05,
                other: 0.03,
              });
  const status =
    age === 'u30' && random.chance(0.3)
      ? 'trainee'
      : random.pick({ civil_servant: 0.36, collective: 0.6, other: 0.02, na: 0.02 });
  answers.status = status;
  answers.contract = random.pick(
    age === 'u30' || age === '30_39'
      ? { permanent: 0.78, fixed_term: 0.2, na: 0.02 }
      : { permanent: 0.94, fixed_term: 0.04, na: 0.02 },
  );
  answers.pay_band = random.pick({ lg1_1: 0.05, lg1_2: 0.31, lg2_1: 0.37, lg2_2: 0.21, dk: 0.03, na: 0.03 });
  answers.entry_period = random.pick(
    age === 'u30'
      ? { '2014_2019': 0.25, '2020_later': 0.73, na: 0.02 }
      : age === '30_39'
        ? { '2000_2009': 0.07, '2010_2013': 0.16, '2014_2019': 0.35, '2020_later': 0.4, na: 0.02 }
        : {
            before_2000: 0.3,
            '2000_2009': 0.22,
            '2010_2013': 0.12,
            '2014_2019': 0.18,
            '2020_later': 0.16,
            na: 0.02,
          },
  );
  // Part-time 48.9 % of women, 15.9 % of men: core administration, Personalbericht 2024.
  answers.working_time = random.chance(0.015) ? 'na' : random.chance(woman ? 0.489 : 0.159) ? 'part' : 'full';
}

function career(random: SeededRandom, answers: Draft, migration: boolean, age: string): void {
  const leads = random.chance((migration ? 0.172 : 0.244) * (age === 'u30' ? 0.3 : 1.08));
  answers.leadership = random.chance(0.02)
    ? 'na'
    : leads
      ? random.pick({ line: 0.78, senior: 0.22 })
      : random.pick({ none: 0.8, functional: 0.2 });
  answers.leadership_applied = random.pick({
    yes_success: leads ? 0.3 : 0.02,
    yes_no_success: 0.06,
    yes_open: 0.03,
    no_interested: 0.22,
    no_not_interested: 0.6,
    na: 0.03,
  });
  answers.promotion = random.pick({ yes: migration ? 0.29 : 0.36, no: 0.46, too_short: 0.14, na: 0.03 });
  answers.school = random.pick({
    abitur: migration ? 0.72 : 0.655,
    middle: 0.24,
    basic: 0.06,
    none_other: 0.02,
    na: 0.02,
  });
  const qualification = random.pick({
    master: 0.42,
    bachelor: 0.2,
    vocational: 0.31,
    in_training: age === 'u30' ? 0.1 : 0.005,
    none: 0.02,
    na: 0.02,
  });
  answers.qualification = qualification;
  answers.degree_country = random.pick(
    migration
      ? { germany: 0.78, eu_efta: 0.09, elsewhere: 0.1, na: 0.03 }
      : { germany: 0.975, eu_efta: 0.015, na: 0.01 },
  );
  answers.degree_recognition = random.pick({
    full: 0.55,
    partial: 0.12,
    pending: 0.05,
    refused: 0.04,
    not_applied: 0.2,
    na: 0.04,
  });
  answers.skill_match = random.pick({ over: migration ? 0.3 : 0.21, match: 0.68, under: 0.05, na: 0.03 });
}

function origin(random: SeededRandom, answers: Draft, migration: boolean): void {
  const skipped = (): boolean => random.chance(0.02);
  const abroad = migration && random.chance(0.48);
  answers.self_declared = random.pick(
    migration
      ? { yes: 0.84, no: 0.08, unsure: 0.05, na: 0.03 }
      : { yes: 0.012, no: 0.945, unsure: 0.013, na: 0.03 },
  );
  answers.birth_country = skipped()
    ? 'na'
    : abroad || (!migration && random.chance(0.012))
      ? 'abroad'
      : 'germany';
  answers.immigration_period = random.pick({
    before_1990: 0.3,
    '1990_2004': 0.4,
    '2005_2014': 0.15,
    '2015_later': 0.12,
    na: 0.03,
  });
  answers.citizenship_now = skipped()
    ? 'na'
    : random.pick(
        migration
          ? { german_only: 0.6, german_and_other: 0.2, other_only: 0.195, stateless: 0.005 }
          : { german_only: 1 },
      );
  answers.german_since = random.pick(
    migration
      ? {
          birth: abroad ? 0.05 : 0.55,
          naturalised: 0.3,
          repatriate: abroad ? 0.35 : 0.05,
          adoption: 0.01,
          later_other: 0.04,
          dk: 0.02,
          na: 0.03,
        }
      : { birth: 0.985, adoption: 0.003, dk: 0.002, na: 0.01 },
  );
  const both = migration && random.chance(0.62);
  const firstOnly = migration && !both && random.chance(0.45);
  parent(random, answers, 'parent1', both || firstOnly, abroad);
  parent(random, answers, 'parent2', migration && (both || !firstOnly), abroad);
  answers.languages_home = random.pick(
    migration
      ? { german_only: 0.2, german_and_other: 0.5, other_only: 0.27, na: 0.03 }
      : { german_only: 0.95, german_and_other: 0.03, other_only: 0.005, na: 0.015 },
  );
  answers.ascribed = random.pick(
    migration
      ? { never: 0.28, rarely: 0.24, sometimes: 0.24, often: 0.14, very_often: 0.06, na: 0.04 }
      : { never: 0.9, rarely: 0.05, sometimes: 0.015, often: 0.01, very_often: 0.005, na: 0.02 },
  );
}

function parent(
  random: SeededRandom,
  answers: Draft,
  which: 'parent1' | 'parent2',
  migrated: boolean,
  abroad: boolean,
): void {
  const unknown = random.chance(0.025);
  answers[`${which}_origin`] = unknown
    ? random.pick({ dk: 0.4, na: 0.6 })
    : migrated
      ? random.pick({
          germany: 0.04,
          immigrated_since_1950: abroad ? 0.62 : 0.93,
          never_in_germany: abroad ? 0.34 : 0.03,
        })
      : random.pick({ germany: 0.94, immigrated_before_1950: 0.06 });
  answers[`${which}_citizenship`] = unknown
    ? random.pick({ dk: 0.4, na: 0.6 })
    : migrated
      ? random.pick({ not_by_birth: 0.96, by_birth: 0.04 })
      : 'by_birth';
}

const agreement = { '1': 0.06, '2': 0.13, '3': 0.24, '4': 0.34, '5': 0.2, na: 0.03 };

function experience(random: SeededRandom, answers: Draft, migration: boolean): void {
  const rows = ['belong', 'superior', 'fair_promotion', 'diversity_valued', 'speak_up'];
  answers.climate = Object.fromEntries(rows.map((row) => [row, random.pick(agreement)]));
  answers.discr_own = random.pick(
    migration
      ? { never: 0.5, rarely: 0.2, sometimes: 0.17, often: 0.06, very_often: 0.03, na: 0.04 }
      : { never: 0.89, rarely: 0.06, sometimes: 0.02, often: 0.005, very_often: 0.003, na: 0.022 },
  );
  answers.discr_observed = random.pick({
    never: 0.42,
    rarely: 0.23,
    sometimes: 0.2,
    often: 0.06,
    very_often: 0.02,
    na: 0.07,
  });
  const situations = [
    'recruitment',
    'tasks',
    'appraisal',
    'training',
    'colleagues',
    'superiors',
    'public',
    'other',
  ];
  const named = situations.filter(() => random.chance(0.28));
  answers.discr_where = named.length > 0 ? named : ['na'];
  answers.complaint_known = random.pick({ yes: 0.41, partly: 0.27, no: 0.29, na: 0.03 });
}

function measures(random: SeededRandom, answers: Draft): void {
  answers.mentoring = random.pick({ mentee: 0.0015, mentor: 0.0015, known: 0.31, unknown: 0.657, na: 0.03 });
  answers.training = random.pick({ yes_one: 0.28, yes_more: 0.41, no_wanted: 0.13, no: 0.15, na: 0.03 });
  const rows = ['mentoring', 'selection', 'network', 'training_leaders', 'complaints'];
  const importance = { '1': 0.05, '2': 0.09, '3': 0.21, '4': 0.36, '5': 0.25, na: 0.04 };
  answers.measures = Object.fromEntries(rows.map((row) => [row, random.pick(importance)]));
}
