import { describe, expect, it } from 'vitest';
import {
  ballotsOf,
  concluded,
  shownGroups,
  toldBy,
  toldNaively,
  type Puzzle,
} from '../support/possible-ballots.js';
import {
  blanksOf,
  linking,
  naive,
  published,
  release,
  table,
  variable,
  type Coded,
} from '../unit/disclosure/miniature.js';

/**
 * Two questions made from the same answers, each in a table that is safe: one code implies another, so their difference
 * is a group of people (attack 8 of the design in the shape it takes with derived variables).
 */
const office = variable('office', 'identifying', ['a', 'b']);
const declared = variable('declared', 'sensitive', ['yes', 'no']);
const history = variable('history', 'sensitive', ['yes', 'no']);
const variables = [office, declared, history];
const plan = [table('office', 'declared'), table('office', 'history')];
const k = 10;

/** Who declares a migration biography has a migration history: by definition. */
const implied = linking(
  variables,
  ['declared', 'history'],
  [
    ['yes', 'yes'],
    ['no', 'yes'],
    ['no', 'no'],
  ],
);

type Difference = readonly [both: number, historyOnly: number, neither: number];

function inOffices(a: Difference, b: Difference): Pick<Puzzle, 'possible' | 'people'> {
  const kinds = [
    { declared: 'yes', history: 'yes' },
    { declared: 'no', history: 'yes' },
    { declared: 'no', history: 'no' },
  ];
  return {
    possible: ['a', 'b'].flatMap((code) => kinds.map((kind): Coded => ({ office: code, ...kind }))),
    people: [...a, ...b],
  };
}

const puzzle = (changes: Partial<Puzzle>): Puzzle => ({
  variables,
  plan,
  linked: implied,
  k,
  ...inOffices([29, 0, 40], [40, 30, 40]),
  ...changes,
});

/** What a reader can conclude of groups that no table shows: in naive tables, and in ours. */
function attack(one: Puzzle, groups: readonly Coded[]): { naively: number; ours: number } {
  return {
    naively: concluded(one, groups, toldNaively(one, shownGroups(one))).length,
    ours: concluded(one, [...groups, ...shownGroups(one)], toldBy(one)).length,
  };
}

describe('a difference of two indicators', () => {
  const historyOnly = { office: 'a', declared: 'no', history: 'yes' };
  const withDifference = (people: number): Puzzle => puzzle(inOffices([29, people, 40], [40, 30, 40]));

  it.each([0, 1, 5, 9])('of %i people is one subtraction away in naive tables', (people) => {
    const told = naive(variables, plan, ballotsOf(withDifference(people)), implied);
    expect(told('office-history', 'a yes') - told('office-declared', 'a yes')).toBe(people);
  });

  it.each([0, 1, 5, 9])('of %i people may be k people by all that we tell', (people) => {
    const one = withDifference(people);
    const { naively, ours } = attack(one, [historyOnly]);
    expect(naively).toBeGreaterThan(0);
    expect(ours).toBe(0);
    const result = release(variables, plan, ballotsOf(one), { k, linked: implied });
    expect(published(result)).toEqual(['office-declared', 'office-history']);
    const blanks = [...blanksOf(result, 'office-declared'), ...blanksOf(result, 'office-history')];
    expect(blanks.length, 'not everything is blank').toBeLessThan(18);
    expect(blanks).toContain('a yes');
  });

  it('of k people is as safe as any other group: everything is told', () => {
    const result = release(variables, plan, ballotsOf(withDifference(k)), { k, linked: implied });
    for (const { id } of plan) expect(blanksOf(result, id)).toEqual([]);
  });

  it('is found in margins too: the tables need not have the same groups', () => {
    const unlike = [table('office', 'declared'), table('', 'history')];
    const one = puzzle({ plan: unlike, ...inOffices([29, 3, 40], [40, 3, 40]) });
    const told = naive(variables, unlike, ballotsOf(one), implied);
    expect(told('history', 'yes') - told('office-declared', 'total yes')).toBe(6);
    const { naively, ours } = attack(one, [{ declared: 'no', history: 'yes' }]);
    expect(naively).toBeGreaterThan(0);
    expect(ours).toBe(0);
  });

  it('is found in tables that call the groups another way round', () => {
    const turned = [table('office', 'declared'), table('history office', null)];
    const { naively, ours } = attack(puzzle({ plan: turned, ...inOffices([29, 3, 40], [40, 30, 40]) }), [
      historyOnly,
    ]);
    expect(naively).toBeGreaterThan(0);
    expect(ours).toBe(0);
  });

  it('is found where several codes together make one: two kinds of history and the whole', () => {
    const kinds = variable('kinds', 'sensitive', ['first', 'second', 'other', 'none']);
    const combinations = [
      ['first', 'yes'],
      ['second', 'yes'],
      ['other', 'yes'],
      ['other', 'no'],
      ['none', 'no'],
    ];
    const one = puzzle({
      variables: [kinds, history],
      plan: [table('', 'kinds'), table('', 'history')],
      linked: linking([kinds, history], ['kinds', 'history'], combinations),
      possible: combinations.map(([kind = '', code = '']) => ({ kinds: kind, history: code })),
      people: [20, 20, 3, 20, 50],
    });
    const told = naive(one.variables, one.plan, ballotsOf(one), one.linked);
    expect(told('history', 'yes') - told('kinds', 'first') - told('kinds', 'second')).toBe(3);
    const { naively, ours } = attack(one, [{ kinds: 'other', history: 'yes' }]);
    expect(naively).toBeGreaterThan(0);
    expect(ours).toBe(0);
  });

  it('is found among three: who is counted as a whole, but in neither of its two parts', () => {
    const [first, second, whole] = ['first', 'second', 'whole'].map((id) =>
      variable(id, 'sensitive', ['yes', 'no']),
    );
    if (!first || !second || !whole) throw new Error('three variables');
    const combinations = [
      ['yes', 'no', 'yes'],
      ['no', 'yes', 'yes'],
      ['no', 'no', 'yes'],
      ['no', 'no', 'no'],
    ];
    const one = puzzle({
      variables: [first, second, whole],
      plan: ['first', 'second', 'whole'].map((id) => table('', id)),
      linked: linking([first, second, whole], ['first', 'second', 'whole'], combinations),
      possible: combinations.map(([a = '', b = '', c = '']) => ({ first: a, second: b, whole: c })),
      people: [30, 40, 3, 100],
    });
    const told = naive(one.variables, one.plan, ballotsOf(one), one.linked);
    expect(told('whole', 'yes') - told('first', 'yes') - told('second', 'yes')).toBe(3);
    const { naively, ours } = attack(one, [{ first: 'no', second: 'no', whole: 'yes' }]);
    expect(naively).toBeGreaterThan(0);
    expect(ours).toBe(0);
  });

  it('is expected where it cannot be found out what implies what: the later table is left out', () => {
    const unknown = linking(variables, ['declared', 'history'], null);
    const result = release(variables, plan, ballotsOf(withDifference(100)), { k, linked: unknown });
    expect(published(result)).toEqual(['office-declared']);
  });

  it('is none between questions that do not restrict each other', () => {
    const result = release(variables, plan, ballotsOf(withDifference(3)), { k });
    for (const { id } of plan) expect(blanksOf(result, id)).toEqual([]);
  });
});
