import { describe, expect, it } from 'vitest';
import { translator } from '../../../server/i18n/index.js';
import { readPage } from '../../../server/survey/answers.js';
import { sample } from './sample.js';

const definition = sample();
const read = (page: number, form: Record<string, unknown>) => {
  const found = definition.pages[page];
  if (found === undefined) throw new Error('no such page');
  return readPage(found, form);
};

describe('readPage', () => {
  it('is content with nothing at all', () => {
    for (const page of [0, 1, 2]) expect(read(page, {})).toEqual({ answers: {}, errors: [] });
    expect(read(0, { status: '', age: '', entry: '  ' })).toEqual({ answers: {}, errors: [] });
  });

  it('reads every type of item', () => {
    expect(read(0, { status: 'other', contract: 'na', age: ' 42 ', entry: '2014' })).toEqual({
      answers: { status: 'other', contract: 'na', age: 42, entry: 2014 },
      errors: [],
    });
    expect(read(1, { since: '2' }).answers).toEqual({ since: '2' });
    expect(read(2, { where: ['training', 'tasks'], 'climate.fair': '3', why: 'pay' }).answers).toEqual({
      where: ['tasks', 'training'],
      climate: { fair: '3' },
      why: 'pay',
    });
    expect(read(2, { where: 'tasks' }).answers).toEqual({ where: ['tasks'] });
  });

  it('drops what our page could not have sent', () => {
    const form = {
      where: ['tasks', 'everywhere', 'tasks', 7],
      'climate.belong': 'x',
      'climate.else': '1',
      why: { deep: 'pay' },
      unheard: 'of',
    };
    expect(read(2, form)).toEqual({ answers: { where: ['tasks'] }, errors: [] });
    expect(read(0, { status: ['nonsense', 'other'] }).answers).toEqual({ status: 'other' });
  });

  it('takes the answers where "keine Angabe" was ticked beside them', () => {
    expect(read(2, { where: ['tasks', 'na'] }).answers).toEqual({ where: ['tasks'] });
    expect(read(2, { where: ['na'] }).answers).toEqual({ where: ['na'] });
    expect(read(0, { age: ['42', 'na'] }).answers).toEqual({ age: 42 });
    expect(read(0, { age: ['', 'na'] }).answers).toEqual({ age: 'na' });
  });

  it.each([
    ['age', 'forty', 'survey.error.number_unreadable', undefined],
    ['age', '42,5', 'survey.error.number_unreadable', undefined],
    ['age', '1e1', 'survey.error.number_unreadable', undefined],
    ['age', '14', 'survey.error.number_range', { min: '15', max: '80' }],
    ['age', '-42', 'survey.error.number_range', { min: '15', max: '80' }],
    ['entry', '2027', 'survey.error.year_range', { min: '1960', max: '2026' }],
    ['entry', 'long ago', 'survey.error.year_unreadable', undefined],
  ])('says what is wrong with %s = %s and keeps what was typed', (itemId, typed, key, params) => {
    const { answers, errors } = read(0, { [itemId]: typed });
    expect(answers).toEqual({ [itemId]: typed });
    expect(errors).toEqual([params === undefined ? { itemId, key } : { itemId, key, params }]);
    for (const lang of ['de', 'en'] as const) expect(translator(lang)(key, params)).toBeTruthy();
  });

  it('does not write a year with a thousands separator', () => {
    const [error] = read(0, { entry: '1900' }).errors;
    expect(translator('de')(error?.key ?? '', error?.params)).toContain('von 1960 bis 2026');
  });

  it('keeps no more of a wrong number than the draft has room for', () => {
    expect(read(0, { age: 'x'.repeat(5000) }).answers).toEqual({ age: 'x'.repeat(20) });
  });
});
