import { describe, expect, it } from 'vitest';
import { translator } from '../../../server/i18n/index.js';
import { checkBallotAnswers, decodeBallot, encodeBallot } from '../../../server/survey/ballot.js';
import type { Answers } from '../../../server/survey/definition.js';
import { sample } from './sample.js';

const definition = sample();
const textOf = (answers: Answers) => new TextDecoder().decode(encodeBallot(definition, answers));
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('the ballot', () => {
  it('holds bands, never the number or year itself', () => {
    expect(textOf({ age: 43, entry: 2013 })).toBe('{"age":"old","entry":"before"}');
    expect(textOf({ age: 39, entry: 'na' })).toBe('{"age":"young","entry":"na"}');
  });

  it('has the order of the questionnaire, not that of answering', () => {
    const answers = {
      why: 'pay',
      climate: { fair: '1', belong: '2' },
      where: ['training', 'tasks'],
      status: 'other',
    };
    expect(textOf(answers)).toBe(
      '{"status":"other","where":["tasks","training"],"climate":{"belong":"2","fair":"1"},"why":"pay"}',
    );
  });

  it('takes neither hidden answers nor wrong ones', () => {
    expect(textOf({ status: 'trainee', contract: 'permanent', age: 'forty', where: [], why: 'fame' })).toBe(
      '{"status":"trainee"}',
    );
  });

  it('is empty where nothing was answered', () => {
    expect(decodeBallot(definition, encodeBallot(definition, {}))).toEqual({});
  });

  it.each([
    ['an unknown item', '{"salary":"high"}'],
    ['an unknown value', '{"status":"retired"}'],
    ['a number', '{"age":43}'],
    ['a list for one value', '{"status":["other"]}'],
    ['no object', '[]'],
    ['no JSON', '{"status":'],
  ])('is refused whole with %s in it', (_name, text) => {
    expect(() => decodeBallot(definition, bytesOf(text))).toThrow();
  });
});

describe('answers from paper', () => {
  it('may be numbers or digits, and may be missing', () => {
    expect(checkBallotAnswers(definition, { age: 43, entry: '2013', abroad: 'yes', since: '2' })).toEqual([]);
    expect(textOf({ age: '43' })).toBe('{"age":"old"}');
    expect(checkBallotAnswers(definition, {})).toEqual([]);
  });

  it.each<[string, Answers, string, string]>([
    ['an unknown column', { salary: 'high' }, 'salary', 'unknown_item'],
    ['an unknown value', { status: 'retired' }, 'status', 'unknown_value'],
    ['an unknown tick', { where: ['tasks', 'home'] }, 'where', 'unknown_value'],
    ['"na" beside ticks', { where: ['tasks', 'na'] }, 'where', 'na_beside_others'],
    ['an unknown row', { climate: { pay: '1' } }, 'climate.pay', 'unknown_item'],
    ['an unknown value in a row', { climate: { fair: '9' } }, 'climate.fair', 'unknown_value'],
    ['several values for one', { status: ['other', 'trainee'] }, 'status', 'wrong_shape'],
    ['one value for several', { where: 'tasks' }, 'where', 'wrong_shape'],
    [
      'an answer that was not to be given',
      { status: 'trainee', contract: 'permanent' },
      'contract',
      'not_to_be_answered',
    ],
    ['an answer to what depends on nothing', { contract: 'permanent' }, 'contract', 'not_to_be_answered'],
  ])('are refused with %s', (_name, answers, itemId, key) => {
    const faults = checkBallotAnswers(definition, answers);
    expect(faults).toEqual([expect.objectContaining({ itemId, key: `survey.ballot.${key}` })]);
    for (const fault of faults) {
      for (const lang of ['de', 'en'] as const)
        expect(translator(lang)(fault.key, fault.params)).toBeTruthy();
    }
  });

  it('are refused with a number that is none or out of range', () => {
    expect(checkBallotAnswers(definition, { age: 'old', entry: 1959 })).toEqual([
      { itemId: 'age', key: 'survey.error.number_unreadable' },
      { itemId: 'entry', key: 'survey.error.year_range', params: { min: '1960', max: '2026' } },
    ]);
  });
});
