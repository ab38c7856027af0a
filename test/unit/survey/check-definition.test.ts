import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../server/paths.js';
import { parseDefinition } from '../../../server/survey/check-definition.js';
import { sampleJson } from './sample.js';
import { faultsAfter, faultsOf, question, set, type Json } from './spoilt-sample.js';

describe('parseDefinition', () => {
  it('takes a right definition and fills in what may be left out', () => {
    const parsed = parseDefinition(sampleJson());
    expect(parsed.ok && parsed.definition.pages[0]?.questions[0]).toMatchObject({
      required: false,
      showIf: null,
    });
  });

  it('takes the instrument for the UCI Adult data', () => {
    const file = join(projectRoot, 'test/support/instruments/adult.json');
    expect(faultsOf(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('names every fault at once, not only the first', () => {
    const faults = faultsAfter((sample) => {
      set(sample, 'version', '1');
      set(question(sample, 0, 0), 'id', 'Not An Id');
      set(question(sample, 0, 1).options[0].label, 'en', '');
      set(question(sample, 1, 0), 'type', 'text');
      set(sample, 'colour', 'red');
      set(sample, 'title', undefined);
    });
    expect(faults.sort()).toEqual(
      [
        'version: format_version',
        'title: missing',
        'pages[first].questions[Not An Id].id: format_id',
        'pages[first].questions[contract].options[permanent].label.en: small_text',
        'pages[special].questions[abroad].type: item_type',
        'colour: unknown_key',
      ].sort(),
    );
  });

  it.each<[string, (sample: Json) => void, string[]]>([
    [
      'a text without one of the languages',
      (s) => set(question(s, 0, 0).text, 'en', undefined),
      ['pages[first].questions[status].text.en: missing_language'],
    ],
    ['a wrong kind of value', (s) => set(s, 'estimatedMinutes', 'ten'), ['estimatedMinutes: type']],
    ['too large a number', (s) => set(s, 'estimatedMinutes', 500), ['estimatedMinutes: big_number']],
    ['too small a number', (s) => set(s, 'estimatedMinutes', 0), ['estimatedMinutes: small_number']],
    ['no pages', (s) => set(s, 'pages', []), ['pages: small_list']],
    [
      'too many pages',
      (s) =>
        set(
          s,
          'pages',
          Array.from({ length: 31 }, (_, n) => ({ ...s.pages[0], id: `page${n}` })),
        ),
      ['pages: big_list'],
    ],
    [
      'a required item',
      (s) => set(question(s, 0, 0), 'required', true),
      ['pages[first].questions[status].required: allowed'],
    ],
    ['a language that we do not have', (s) => set(s.languages, 1, 'fr'), ['languages[1]: allowed']],
    ['a language twice', (s) => set(s, 'languages', ['de', 'de']), ['languages[1]: duplicate']],
    [
      'a default that is not among the languages',
      (s) => set(s, 'languages', ['en']),
      ['defaultLanguage: default_language'],
    ],
    [
      'a slip inside a condition',
      (s) => set(question(s, 0, 1), 'showIf', { all: [{ q: 'status', in: [] }] }),
      ['pages[first].questions[contract].showIf.all[0].in: small_list'],
    ],
    [
      'something else than a condition',
      (s) => set(question(s, 0, 1), 'showIf', { when: 'always' }),
      ['pages[first].questions[contract].showIf: not_understood'],
    ],
    [
      'a condition on nothing',
      (s) => set(question(s, 0, 1), 'showIf', { not: { q: 'salary', in: ['a'] } }),
      ['pages[first].questions[contract].showIf.not.q: unknown_item'],
    ],
    [
      'a condition on a whole matrix',
      (s) => set(question(s, 2, 2), 'showIf', { q: 'climate', in: ['1'] }),
      ['pages[last].questions[why].showIf.q: unknown_item'],
    ],
    [
      'a condition on a later item',
      (s) => set(question(s, 0, 1), 'showIf', { any: [{ q: 'where', in: ['tasks'] }] }),
      ['pages[first].questions[contract].showIf.any[0].q: later_item'],
    ],
    [
      'a condition on itself',
      (s) => set(question(s, 0, 1), 'showIf', { q: 'contract', in: ['permanent'] }),
      ['pages[first].questions[contract].showIf.q: later_item'],
    ],
    [
      'a condition on a value that is not offered',
      (s) => set(question(s, 0, 1), 'showIf', { q: 'status', in: ['trainee', 'retired'] }),
      ['pages[first].questions[contract].showIf.in[1]: unknown_value'],
    ],
    [
      'a condition on a number',
      (s) => set(question(s, 1, 0), 'showIf', { q: 'age', in: ['young'] }),
      ['pages[special].questions[abroad].showIf.q: condition_on_number'],
    ],
    [
      'two items with one id',
      (s) => set(question(s, 2, 2), 'id', 'where'),
      ['pages[last].questions[2].id: duplicate'],
    ],
    [
      'a derived variable with the id of an item',
      (s) => set(s.derived[0], 'id', 'status'),
      ['derived[status].id: duplicate'],
    ],
    ['two pages with one id', (s) => set(s.pages[2], 'id', 'first'), ['pages[2].id: duplicate']],
    [
      'two rows with one id',
      (s) => set(question(s, 2, 1).rows[1], 'id', 'belong'),
      ['pages[last].questions[climate].rows[1].id: duplicate'],
    ],
    [
      'two options with one value',
      (s) => set(question(s, 2, 0).options[1], 'value', 'tasks'),
      ['pages[last].questions[where].options[1].value: duplicate'],
    ],
    [
      'an id that the forms need',
      (s) => set(question(s, 0, 2), 'id', 'go'),
      ['pages[first].questions[go].id: reserved', 'derived[background].cases[0].if.all[1].q: unknown_item'],
    ],
    [
      'a code that tables need',
      (s) => set(question(s, 2, 0).options[1], 'value', 'total'),
      ['pages[last].questions[where].options[total].value: reserved'],
    ],
    [
      'a category that means unknown',
      (s) => set(s.derived[1], 'default', 'na'),
      ['derived[background].default: reserved'],
    ],
    [
      'a gap between bands',
      (s) => set(question(s, 0, 2).bands[1], 'from', 42),
      ['pages[first].questions[age].bands[old].from: band_gap'],
    ],
    [
      'overlapping bands',
      (s) => set(question(s, 0, 2).bands[1], 'from', 39),
      ['pages[first].questions[age].bands[old].from: band_overlap'],
    ],
    [
      'bands that begin too late',
      (s) => set(question(s, 0, 2).bands[0], 'from', 18),
      ['pages[first].questions[age].bands[young].from: band_gap'],
    ],
    [
      'bands that end too early',
      (s) => set(question(s, 0, 2).bands[1], 'to', 70),
      ['pages[first].questions[age].bands[old].to: band_gap'],
    ],
    [
      'a band nobody falls into',
      (s) => set(question(s, 0, 2).bands[0], 'to', 10),
      [
        'pages[first].questions[age].bands[young]: band_empty',
        'pages[first].questions[age].bands[old].from: band_gap',
      ],
    ],
    [
      'an open end inside',
      (s) => set(question(s, 0, 2).bands[1], 'from', undefined),
      ['pages[first].questions[age].bands[old].from: missing'],
    ],
    [
      'a range the wrong way round',
      (s) => set(question(s, 0, 2), 'max', 10),
      ['pages[first].questions[age].max: range'],
    ],
    [
      'a rule on nothing',
      (s) => set(s.derived[0], 'rule', { q: 'salary', in: ['a'] }),
      ['derived[temporary].rule.q: unknown_item'],
    ],
    [
      'a rule on a value that is not offered',
      (s) => set(s.derived[0].rule.any[0], 'in', ['retired']),
      ['derived[temporary].rule.any[0].in[0]: unknown_value'],
    ],
    [
      'a value both in the list and unknown',
      (s) => set(s.derived[0].rule.any[0], 'unknown', ['trainee']),
      ['derived[temporary].rule.any[0].unknown[0]: in_and_unknown'],
    ],
    [
      'a rule on an unknown variable',
      (s) => set(s.derived[0], 'rule', { derived: 'nothing' }),
      ['derived[temporary].rule.derived: unknown_derived'],
    ],
    [
      'a rule on itself',
      (s) => set(s.derived[0], 'rule', { not: { derived: 'temporary' } }),
      ['derived[temporary].rule.not.derived: later_derived'],
    ],
    [
      'a rule on a later variable',
      (s) => set(s.derived[0], 'rule', { derived: 'background' }),
      ['derived[temporary].rule.derived: later_derived'],
    ],
    [
      'a rule on a category',
      (s) =>
        s.derived.push({
          ...s.derived[0],
          id: 'third',
          sensitivity: 'sensitive',
          rule: { derived: 'background' },
        }),
      ['derived[third].rule.derived: derived_category'],
    ],
    [
      'an impossible count',
      (s) => set(s.derived[0], 'rule', { count: { of: [{ q: 'status', in: ['other'] }], eq: 2 } }),
      ['derived[temporary].rule.count.eq: count'],
    ],
    [
      'a label for no category',
      (s) => set(s.derived[1], 'categories', [{ value: 'x', label: { de: 'x', en: 'x' } }]),
      ['derived[background].categories[x].value: unknown_category'],
    ],
    [
      'a count of no category',
      (s) => set(s.derived[1], 'countedAs', ['here', 'x']),
      ['derived[background].countedAs[1]: unknown_category'],
    ],
    [
      'suppressing what is not there',
      (s) => set(question(s, 0, 0), 'suppress', { values: ['retired'], reason: 'rare' }),
      ['pages[first].questions[status].suppress.values[0]: unknown_value'],
    ],
    [
      'a condition that tells merged values apart',
      (s) => set(question(s, 0, 0), 'suppress', { values: ['trainee', 'other'], reason: 'rare' }),
      [
        'pages[first].questions[contract].showIf.in: splits_merged',
        'derived[temporary].rule.any[0].in: splits_merged',
        'derived[temporary].rule.any[0].unknown: splits_merged',
      ],
    ],
    [
      'a test case that does not come out',
      (s) => set(s.testCases[0].expect, 'temporary', false),
      ['testCases[a trainee].expect.temporary: test_case'],
    ],
    [
      'a test case on nothing',
      (s) => set(s.testCases[0].expect, 'permanent', false),
      ['testCases[a trainee].expect.permanent: unknown_derived'],
    ],
    [
      'a test case with an impossible answer',
      (s) => set(s.testCases[0].answers, 'age', 14),
      ['testCases[a trainee].answers.age: test_answer'],
    ],
    [
      'a harmless name for what is made from special answers',
      (s) => {
        set(question(s, 1, 0), 'sensitivity', 'sensitive');
        set(s.derived[1], 'sensitivity', 'identifying');
      },
      ['derived[background].sensitivity: less_sensitive'],
    ],
    [
      'a test case with a strange id',
      (s) => set(s.testCases[0].answers, 'What?', 'x'),
      ['testCases[a trainee].answers.What?: format_id'],
    ],
  ])('refuses %s', (_name, spoil, expected) => {
    expect(faultsAfter(spoil)).toEqual(expected);
  });
});
