import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { compareItems, type ItemComparison } from '../../../server/survey/compare-items.js';
import type { Definition, Item } from '../../../server/survey/definition.js';
import { definitionSchema } from '../../../server/survey/definition.js';

const bremen = shippedInstruments().find(({ id }) => id === 'hb-vielfalt-folgebefragung');

/** The next version of the questionnaire, with one thing changed, as it would be read from a file. */
function next(change: (definition: Definition, item: (id: string) => Item) => void): ItemComparison[] {
  if (bremen === undefined) throw new Error('the program ships without its questionnaire');
  const later = structuredClone(bremen);
  later.version = '1.1.0';
  const item = (id: string): Item => {
    const found = later.pages.flatMap(({ questions }) => questions).find((one) => one.id === id);
    if (found === undefined) throw new Error(`no item ${id}`);
    return found;
  };
  change(later, item);
  return compareItems(bremen, definitionSchema.parse(later));
}

/** What is not simply the same and offered. */
function deviations(found: readonly ItemComparison[]): Record<string, string> {
  return Object.fromEntries(
    found
      .filter(({ change, comparison }) => change !== 'same' || comparison !== 'offered')
      .map(({ id, change, comparison }) => [id, `${change} ${comparison}`]),
  );
}

const judged = ['hb-vielfalt-folgebefragung@1.0.0:'] as const;

describe('two versions of the questionnaire', () => {
  it('that are alike are compared in everything', () => {
    const found = next(() => undefined);
    expect(found.length).toBeGreaterThan(60);
    expect(deviations(found)).toEqual({});
    expect(found.every(({ id, earlierId, changes }) => id === earlierId && changes.length === 0)).toBe(true);
  });

  it('with other words are compared with a warning, in the item and in all that is derived from it', () => {
    const found = next((_, item) => {
      item('self_declared').text.de = 'Sehen Sie sich als Person mit Migrationsgeschichte?';
    });
    expect(deviations(found)).toEqual({
      self_declared: 'changed-wording with-warning',
      migrationsbiographie_selbst: 'changed-wording with-warning',
      migrationsgeschichte_2023: 'changed-wording with-warning',
    });
  });

  it('take a hint, a label of an answer and the order of answers for words', () => {
    const hint = next((_, item) => (item('school').hint = { de: 'h', en: 'h' }));
    const order = next(
      (_, item) =>
        'options' in item('school') && (item('school') as never as { options: unknown[] }).options.reverse(),
    );
    const label = next((_, item) => {
      const school = item('school');
      if ('options' in school) school.options[0]!.label.en = 'A levels';
    });
    for (const found of [hint, label, order])
      expect(deviations(found)).toEqual({ school: 'changed-wording with-warning' });
  });

  it('with other answers are not compared, and nothing that depends on them', () => {
    const found = next((_, item) => {
      const status = item('status');
      if ('options' in status) status.options.splice(1, 0, { value: 'intern', label: { de: 'P', en: 'I' } });
    });
    expect(deviations(found)).toEqual({
      status: 'changed-options refused',
      // Who is asked follows from the status.
      contract: 'changed-universe refused',
      pay_band: 'changed-universe refused',
      fixed_term_2013: 'changed-universe refused',
    });
    expect(found.find(({ id }) => id === 'fixed_term_2013')?.changes).toEqual([
      'changed-universe',
      'changed-options',
    ]);
  });

  it('that merge rare answers in another way have other answers', () => {
    const found = next((_, item) => {
      const gender = item('gender');
      if ('suppress' in gender) delete gender.suppress;
    });
    expect(deviations(found)).toMatchObject({ gender: 'changed-options refused' });
  });

  it('that ask other people are not compared', () => {
    const filtered = next((_, item) => (item('promotion').showIf = { q: 'leadership', in: ['none'] }));
    expect(deviations(filtered)).toEqual({ promotion: 'changed-universe refused' });
    const consent = next(
      (definition) => (definition.pages.find(({ id }) => id === 'p4_experience')!.art9Notice = true),
    );
    expect(deviations(consent)).toMatchObject({
      'climate.belong': 'changed-universe refused',
      discr_own: 'changed-universe refused',
      discr_at_least_sometimes: 'changed-universe refused',
    });
  });

  it('know what is new and what is gone', () => {
    const found = next((definition) => {
      const page = definition.pages.find(({ id }) => id === 'p2_career')!;
      page.questions = page.questions.map((item) =>
        item.id === 'promotion' ? { ...item, id: 'promoted' } : item,
      );
    });
    expect(deviations(found)).toEqual({ promoted: 'new refused', promotion: 'gone refused' });
    expect(found.at(-1)).toMatchObject({ id: 'promotion', earlierId: 'promotion' });
  });

  it('take another rule for other answers, also where it stands behind another one', () => {
    const found = next((definition) => {
      const derived = definition.derived.find(({ id }) => id === 'mh_mikrozensus')!;
      if (derived.type === 'boolean3') derived.rule = { not: derived.rule };
    });
    expect(deviations(found)).toEqual({
      mh_mikrozensus: 'changed-options refused',
      mh_generation: 'changed-options refused',
    });
  });
});

describe('a judgement in the later version', () => {
  it('lifts each verdict by one step', () => {
    const found = next((_, item) => {
      item('school').text.en = 'Your school leaving certificate?';
      item('school').comparableWith = [`${judged[0]}school`];
      item('promotion').showIf = { q: 'leadership', in: ['none'] };
      item('promotion').comparableWith = ['DuCS:Beförderung', `${judged[0]}promotion`];
    });
    expect(deviations(found)).toEqual({
      school: 'changed-wording offered',
      promotion: 'changed-universe with-warning',
    });
  });

  it('follows a question under its new name, row by row', () => {
    const found = next((definition) => {
      const page = definition.pages.find(({ id }) => id === 'p4_experience')!;
      page.questions = page.questions.map((item) =>
        item.id === 'climate' ? { ...item, id: 'mood', comparableWith: [`${judged[0]}climate`] } : item,
      );
    });
    expect(deviations(found)).toEqual({});
    expect(found.find(({ id }) => id === 'mood.belong')).toMatchObject({
      earlierId: 'climate.belong',
      change: 'same',
    });
    expect(found.some(({ change }) => change === 'gone')).toBe(false);
  });

  it('of another version says nothing about this one', () => {
    const found = next((_, item) => {
      item('school').text.en = 'Your school leaving certificate?';
      item('school').comparableWith = ['hb-vielfalt-folgebefragung@0.9.0:school'];
    });
    expect(deviations(found)).toEqual({ school: 'changed-wording with-warning' });
  });

  it('can be that nothing is comparable', () => {
    const found = next((_, item) => (item('school').comparableWith = []));
    expect(deviations(found)).toEqual({ school: 'same refused' });
  });
});
