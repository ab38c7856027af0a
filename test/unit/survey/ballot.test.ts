import { describe, expect, it } from 'vitest';
import { translator } from '../../../server/i18n/index.js';
import {
  ballotLength,
  checkBallotAnswers,
  decodeBallot,
  encodeBallot,
} from '../../../server/survey/ballot.js';
import type { Answers, AnswerValue } from '../../../server/survey/definition.js';
import { itemsOf, storedValues } from '../../../server/survey/items.js';
import { packBallot } from '../../../server/survey/pack-ballot.js';
import { sample } from './sample.js';

const definition = sample();
const textOf = (answers: Answers) =>
  JSON.stringify(decodeBallot(definition, encodeBallot(definition, answers)));

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

  it('has the same length whatever was answered', () => {
    for (const answers of [
      {},
      { status: 'other' },
      { where: ['training', 'tasks'], climate: { fair: '1' }, age: 43 },
    ])
      expect(encodeBallot(definition, answers)).toHaveLength(ballotLength(definition));
  });

  it('is the same bytes whatever order the answers were given in', () => {
    expect(encodeBallot(definition, { age: 43, status: 'other' })).toEqual(
      encodeBallot(definition, { status: 'other', age: 43 }),
    );
  });

  it('holds every single value there is', () => {
    for (const item of itemsOf(definition)) {
      for (const value of storedValues(item)) {
        const answer: AnswerValue =
          item.type === 'multi'
            ? [value]
            : item.type === 'matrix'
              ? Object.fromEntries(item.rows.map(({ id }) => [id, value]))
              : value;
        expect(decodeBallot(definition, packBallot(definition, { [item.id]: answer }))).toEqual({
          [item.id]: answer,
        });
      }
    }
  });

  it.each<[string, (ballot: Uint8Array) => Uint8Array]>([
    ['a byte too many', (ballot) => Uint8Array.from([...ballot, 0])],
    ['a byte too few', (ballot) => ballot.subarray(1)],
    ['a value that the item does not have', (ballot) => ballot.with(0, 200)],
    ['ticks that the item does not have', (ballot) => ballot.with(firstByteOf('where'), 0b1000_0000)],
    ['"na" beside other ticks', (ballot) => ballot.with(firstByteOf('where'), 0b1001)],
    ['a value in a row that the matrix does not have', (ballot) => ballot.with(firstByteOf('climate'), 99)],
  ])('is refused whole with %s', (_name, spoil) => {
    const ballot = encodeBallot(definition, { status: 'other' });
    expect(() => decodeBallot(definition, spoil(ballot))).toThrow(/does not fit/);
  });

  it('is not made of a value that the questionnaire does not have', () => {
    expect(() => packBallot(definition, { status: 'retired' })).toThrow();
    expect(() => packBallot(definition, { where: ['home'] })).toThrow();
  });

  /** Where an item begins: the first byte that an answer to it changes. */
  function firstByteOf(id: string): number {
    const item = itemsOf(definition).find((known) => known.id === id);
    const [value = ''] = item === undefined ? [] : storedValues(item);
    const empty = packBallot(definition, {});
    const rows = item?.type === 'matrix' ? Object.fromEntries(item.rows.map((row) => [row.id, value])) : null;
    return packBallot(definition, { [id]: rows ?? [value] }).findIndex((byte, at) => byte !== empty[at]);
  }
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
