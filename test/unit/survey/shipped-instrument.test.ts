import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { longestDraft } from '../../../server/survey/check-definition.js';
import { derive } from '../../../server/survey/derive.js';
import { variablesOf } from '../../../server/survey/variables.js';

const [bremen] = shippedInstruments();
if (bremen === undefined) throw new Error('no instrument is shipped');

describe('the questionnaire for Bremen', () => {
  it('is whole: six pages, eleven derived variables, fifteen test cases', () => {
    expect(bremen.id).toBe('hb-vielfalt-folgebefragung');
    expect(bremen.version).toBe('1.0.0');
    expect(bremen.pages.map((page) => page.id)).toEqual([
      'p1_work',
      'p2_career',
      'p3_migration',
      'p4_experience',
      'p5_measures',
      'p6_person',
    ]);
    expect(bremen.pages.filter((page) => page.art9Notice).map((page) => page.id)).toEqual(['p3_migration']);
    expect(bremen.derived).toHaveLength(11);
    expect(bremen.testCases).toHaveLength(15);
  });

  it.each(bremen.testCases.map((test) => [test.name, test] as const))('derives: %s', (_name, test) => {
    expect(derive(bremen, test.answers)).toMatchObject(test.expect);
  });

  it('fits into the cookies with room to spare', () => {
    expect(longestDraft(bremen)).toBeLessThan(3500);
  });

  it('does not let rare groups be counted', () => {
    const codes = new Map(variablesOf(bremen).map((variable) => [variable.id, variable.codes]));
    expect(codes.get('mentoring')).toEqual([
      {
        code: 'known',
        label: { de: 'ja, beteiligt oder davon gehört', en: 'Yes, took part or heard of it' },
      },
      { code: 'unknown', label: { de: 'nein', en: 'No' } },
      { code: 'na', label: { de: 'keine Angabe', en: 'Prefer not to say' } },
    ]);
    expect(codes.get('gender')?.map(({ code }) => code)).toEqual(['female', 'male', 'na']);
    expect(codes.get('gender')?.at(-1)?.label.de).toBe('divers, kein Eintrag oder keine Angabe');
  });

  it('holds no instructions to whoever installs it', () => {
    const texts = JSON.stringify([bremen.title, bremen.pages, bremen.closing]);
    expect(texts).not.toMatch(/bitte hier|please enter|eintragen/i);
  });

  it('labels every category that a derived variable can take', () => {
    for (const variable of variablesOf(bremen).filter(({ kind }) => kind === 'derived')) {
      for (const { code, label } of variable.codes) expect(label.de, variable.id).not.toBe(code);
    }
  });
});
