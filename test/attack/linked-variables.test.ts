import { describe, expect, it } from 'vitest';
import { ballots, published, release, table, variable } from '../unit/disclosure/miniature.js';

/**
 * Two questions made from the same answers, each in a table that is safe: one code implies another, so their difference
 * is a group of people (attack 8 of the design in the shape it takes with derived variables).
 */
const office = variable('office', 'identifying', ['a', 'b']);
const declared = variable('declared', 'sensitive', ['yes', 'no']);
const history = variable('history', 'sensitive', ['yes', 'no']);
const variables = [office, declared, history];
const plan = [table('office', 'declared'), table('office', 'history')];

/** Who declares a migration biography has a migration history: by definition. */
const impliedHistory = (cell: Readonly<Record<string, string>>): boolean =>
  cell.declared === 'yes' && cell.history === 'no';

const people = (office: string, both: number, historyOnly: number, neither: number) =>
  [
    [both, { office, declared: 'yes', history: 'yes' }],
    [historyOnly, { office, declared: 'no', history: 'yes' }],
    [neither, { office, declared: 'no', history: 'no' }],
  ] as const;
const withDifference = (difference: number) =>
  ballots([...people('a', 29, difference, 100), ...people('b', 40, 30, 100)]);

describe('a difference of two indicators', () => {
  it.each([1, 5, 9])('gives %i people away in naive tables', (difference) => {
    const naive = release(variables, plan, withDifference(difference), { k: 10 });
    const [one, other] = naive.tables;
    const shown = (other?.cell(['a', 'yes'])?.count ?? 0) - (one?.cell(['a', 'yes'])?.count ?? 0);
    expect(shown).toBe(difference);
  });

  it.each([0, 1, 5, 9])('of %i people keeps the later table back', (difference) => {
    const rules = { k: 10, structuralZero: impliedHistory };
    expect(published(release(variables, plan, withDifference(difference), rules))).toEqual([
      'office-declared',
    ]);
  });

  it('of k people is as safe as any other group', () => {
    const rules = { k: 10, structuralZero: impliedHistory };
    const both = ['office-declared', 'office-history'];
    expect(published(release(variables, plan, withDifference(10), rules))).toEqual(both);
  });

  it('is found in margins too: the tables need not have the same groups', () => {
    const rules = { k: 10, structuralZero: impliedHistory };
    const data = ballots([...people('a', 29, 3, 100), ...people('b', 40, 3, 100)]);
    const unlike = [table('office', 'declared'), table('', 'history')];
    expect(published(release(variables, unlike, data, rules))).toEqual(['office-declared']);
  });

  it('is found where several codes together make one: two kinds of history and the whole', () => {
    const kinds = variable('kinds', 'sensitive', ['first', 'second', 'other', 'none']);
    const parts = (cell: Readonly<Record<string, string>>): boolean =>
      (cell.kinds === 'none' && cell.history === 'yes') ||
      (['first', 'second'].includes(cell.kinds ?? '') && cell.history === 'no');
    const data = ballots([
      [20, { kinds: 'first', history: 'yes' }],
      [20, { kinds: 'second', history: 'yes' }],
      [3, { kinds: 'other', history: 'yes' }],
      [20, { kinds: 'other', history: 'no' }],
      [50, { kinds: 'none', history: 'no' }],
    ]);
    const both = [table('', 'kinds'), table('', 'history')];
    expect(published(release([kinds, history], both, data, { k: 10 }))).toEqual(['kinds', 'history']);
    expect(published(release([kinds, history], both, data, { k: 10, structuralZero: parts }))).toEqual([
      'kinds',
    ]);
  });

  it('is expected where it cannot be found out what implies what', () => {
    const rules = {
      k: 10,
      undecided: (ids: readonly string[]) => ids.includes('declared') && ids.includes('history'),
    };
    expect(published(release(variables, plan, withDifference(100), rules))).toEqual(['office-declared']);
  });

  it('leaves tables alone that do not restrict each other', () => {
    expect(published(release(variables, plan, withDifference(3), { k: 10 }))).toHaveLength(2);
  });
});
