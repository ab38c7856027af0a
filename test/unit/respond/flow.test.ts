import { describe, expect, it } from 'vitest';
import { describePlan } from '../../../server/respond/describe-plan.js';
import { nextPlace, placeBeforeConsent, placeOf, previousPlace } from '../../../server/respond/flow.js';
import { definitionSchema, type Definition } from '../../../server/survey/definition.js';
import { variablesOf } from '../../../server/survey/variables.js';

const text = (de: string) => ({ de, en: de });
const yesNo = ['yes', 'no'].map((value) => ({ value, label: text(value) }));
const page = (id: string, more: object = {}, item: object = {}) => ({
  id,
  title: text(id),
  questions: [
    { id: `q_${id}`, type: 'single', sensitivity: 'neutral', text: text(id), options: yesNo, ...item },
  ],
  ...more,
});

/** Page two is shown to those who say yes on page one; page three needs consent. */
const definition: Definition = definitionSchema.parse({
  id: 'flow',
  version: '1.0.0',
  languages: ['de', 'en'],
  defaultLanguage: 'de',
  title: text('flow'),
  estimatedMinutes: 1,
  pages: [
    page('one'),
    page('two', {}, { showIf: { q: 'q_one', in: ['yes'] } }),
    page('three', { art9Notice: true }),
    page('four'),
  ],
});
const step = (number: number) => ({ kind: 'step', number });
const consent = { kind: 'consent' };
const yes = { answers: { q_one: 'yes' }, consent: null };
const no = { answers: { q_one: 'no' }, consent: null };

describe('the way forward', () => {
  it('leaves out pages on which nothing would be shown', () => {
    expect(nextPlace(definition, yes, 1)).toEqual(step(2));
    expect(nextPlace(definition, no, 1)).toEqual(consent);
  });

  it('asks for consent once, and passes the page of whoever declined', () => {
    expect(nextPlace(definition, yes, 2)).toEqual(consent);
    expect(nextPlace(definition, { ...yes, consent: true }, 2)).toEqual(step(3));
    expect(nextPlace(definition, { ...yes, consent: false }, 2)).toEqual(step(4));
    expect(nextPlace(definition, yes, 4)).toEqual({ kind: 'review' });
  });
});

describe('the way back', () => {
  it('leads over the question for consent, and on before it', () => {
    expect(previousPlace(definition, { ...no, consent: true }, 4)).toEqual(step(3));
    expect(previousPlace(definition, { ...no, consent: true }, 3)).toEqual(consent);
    expect(previousPlace(definition, { ...no, consent: false }, 4)).toEqual(consent);
    expect(placeBeforeConsent(definition, no)).toEqual(step(1));
    expect(previousPlace(definition, no, 1)).toBeNull();
  });
});

describe('an address', () => {
  it('of a page that is not shown leads to the nearest that is', () => {
    expect(placeOf(definition, yes, 2)).toEqual(step(2));
    expect(placeOf(definition, no, 2)).toEqual(consent);
    expect(placeOf(definition, { ...no, consent: false }, 3)).toEqual(consent);
    for (const number of [0, 5, -1, 1.5, Number.NaN])
      expect(placeOf(definition, yes, number)).toEqual(step(1));
  });
});

describe('the plan in words', () => {
  it('puts tables of the same groups together, in the words of the questionnaire', () => {
    const table = (id: string, breakdown: string[], indicator: string | null) => ({
      id,
      breakdown,
      indicator,
    });
    const planned = describePlan(
      { tables: [table('a', ['q_one'], null), table('b', [], 'q_four'), table('c', ['q_one'], 'q_four')] },
      variablesOf(definition),
    );
    expect(planned).toEqual([
      { by: [text('one')], indicators: [text('four')], sizes: true },
      { by: [], indicators: [text('four')], sizes: false },
    ]);
    expect(() => describePlan({ tables: [table('a', ['q_gone'], null)] }, variablesOf(definition))).toThrow(
      'q_gone',
    );
  });
});
