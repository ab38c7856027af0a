import { describe, expect, it } from 'vitest';
import { holds } from '../../../server/survey/conditions.js';
import { isReachable, prune, visibleItems } from '../../../server/survey/journey.js';
import type { Answers, Condition, Definition, Page } from '../../../server/survey/definition.js';
import { sample } from './sample.js';

const definition = sample();
const ids = (pages: Page[]) => pages.map((page) => page.id);

describe('holds', () => {
  const inList: Condition = { q: 'status', in: ['trainee'] };

  it('counts an unanswered item as not in the list', () => {
    expect(holds(inList, {})).toBe(false);
    expect(holds({ not: inList }, {})).toBe(true);
    expect(holds(null, {})).toBe(true);
  });

  it('combines with all, any and not', () => {
    const other: Condition = { q: 'contract', in: ['permanent', 'na'] };
    const answers = { status: 'trainee', contract: 'fixed_term' };
    expect(holds({ all: [inList, other] }, answers)).toBe(false);
    expect(holds({ any: [inList, other] }, answers)).toBe(true);
    expect(holds({ all: [inList, { not: other }] }, answers)).toBe(true);
  });

  it('looks into several ticks and into the rows of a matrix', () => {
    expect(holds({ q: 'where', in: ['training'] }, { where: ['tasks', 'training'] })).toBe(true);
    expect(holds({ q: 'where', in: ['training'] }, { where: [] })).toBe(false);
    expect(holds({ q: 'climate.fair', in: ['3'] }, { climate: { fair: '3' } })).toBe(true);
    expect(holds({ q: 'climate.belong', in: ['3'] }, { climate: { fair: '3' } })).toBe(false);
  });
});

function reachable(within: Definition, answers: Answers, consent: boolean | null) {
  return within.pages.filter((page) => isReachable(within, answers, consent, page));
}

describe('the journey', () => {
  it('shows special pages only after consent', () => {
    expect(ids(reachable(definition, {}, true))).toEqual(['first', 'special', 'last']);
    expect(ids(reachable(definition, {}, false))).toEqual(['first', 'last']);
    expect(ids(reachable(definition, {}, null))).toEqual(['first', 'last']);
  });

  it('leaves out a page on which nothing would be shown', () => {
    const [first, special, last] = definition.pages;
    if (first === undefined || special === undefined || last === undefined)
      throw new Error('sample has three pages');
    const hidden = {
      ...last,
      questions: last.questions.map((item) => ({ ...item, showIf: { q: 'status', in: ['other'] } })),
    };
    const shorter = { ...definition, pages: [first, special, hidden] };
    expect(ids(reachable(shorter, { status: 'trainee' }, true))).toEqual(['first', 'special']);
    expect(ids(reachable(shorter, { status: 'other' }, true))).toEqual(['first', 'special', 'last']);
  });

  it('shows items as answers come in', () => {
    const [first] = definition.pages;
    if (first === undefined) throw new Error('sample has three pages');
    expect(visibleItems(first, {}).map(({ id }) => id)).toEqual(['status', 'age', 'entry']);
    expect(visibleItems(first, { status: 'other' }).map(({ id }) => id)).toEqual([
      'status',
      'contract',
      'age',
      'entry',
    ]);
  });

  it('drops what became hidden, was not consented to, or is unknown', () => {
    const answers = {
      status: 'trainee',
      contract: 'permanent',
      abroad: 'no',
      since: '2',
      why: 'pay',
      ghost: 'x',
    };
    expect(prune(definition, answers, true)).toEqual({ status: 'trainee', abroad: 'no', why: 'pay' });
    expect(prune(definition, answers, false)).toEqual({ status: 'trainee', why: 'pay' });
  });
});
