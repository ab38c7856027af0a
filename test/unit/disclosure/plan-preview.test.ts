import { describe, expect, it } from 'vitest';
import { previewPlan, type Expected } from '../../../server/disclosure/plan-preview.js';
import { table } from './miniature.js';

const sex: Expected = { id: 'sex', codes: ['w', 'm', 'd'], shares: [0.55, 0.44, 0.01] };
const office: Expected = { id: 'office', codes: ['a', 'b', 'c', 'e'], shares: [0.4, 0.3, 0.2, 0.1] };
const whom = { participants: 200, k: 5 };

function preview(...tables: ReturnType<typeof table>[]) {
  return previewPlan({ tables }, [sex, office], whom);
}

describe('the preview of a plan', () => {
  it('counts who falls into a group below k: one in a hundred of 200, where k is 5', () => {
    const { inSmallGroups, tables } = preview(table('sex', null));
    expect(inSmallGroups).toBeCloseTo(0.01, 2);
    expect(tables).toEqual([{ id: 'sex-n', share: 0.01, groups: 3, small: 1 }]);
  });

  it('counts nobody twice who is in two small groups', () => {
    const { inSmallGroups } = preview(table('sex', null), table('sex', 'opinion'));
    expect(inSmallGroups).toBeCloseTo(0.01, 2);
  });

  it('multiplies shares where groups cross: offices of 80, 60, 40 and 20 people by sex', () => {
    const { tables } = preview(table('sex office', 'opinion'));
    // Four times the third sex; women and men are at least 8.8 of an office.
    expect(tables[0]).toMatchObject({ groups: 12, small: 4 });
    expect(tables[0]?.share).toBeCloseTo(0.01, 10);
  });

  it('costs nothing where nothing forms groups, and no table is small without reason', () => {
    expect(preview(table('', 'opinion'))).toEqual({
      inSmallGroups: 0,
      tables: [],
      variables: [],
      suggestions: [],
    });
    expect(preview(table('office', null)).tables).toEqual([]);
  });

  it('tells which variable costs most, and what would help, the best first', () => {
    const few = previewPlan({ tables: [table('office', null), table('sex office', null)] }, [sex, office], {
      participants: 60,
      k: 5,
    });
    // Of 60, the office of 6 keeps 3.3 women and 2.6 men; both its sexes and those of the office of 12 are small by crossing.
    expect(few.variables).toEqual([
      { id: 'sex', without: 0 },
      { id: 'office', without: 0 },
    ]);
    const [best, ...others] = few.suggestions;
    expect(best).toMatchObject({ kind: 'drop-table', table: 'sex-office-n' });
    expect(best!.remains).toBeLessThan(few.inSmallGroups);
    for (const other of others) expect(other.remains).toBeGreaterThanOrEqual(best!.remains);
    expect(few.suggestions).toContainEqual(
      expect.objectContaining({ kind: 'merge-codes', variable: 'office', codes: ['c', 'e'] }),
    );
  });

  it('merges answers only, and not those of short lists', () => {
    const refusal: Expected = { ...office, codes: ['a', 'b', 'c', 'na'] };
    for (const variable of [refusal, sex])
      expect(
        previewPlan({ tables: [table(variable.id, null)] }, [variable], { participants: 40, k: 5 })
          .suggestions,
      ).toEqual([{ kind: 'drop-table', table: `${variable.id}-n`, remains: 0 }]);
  });

  it('gets better with more people, and worse with a larger k', () => {
    const at = (participants: number, k: number) =>
      previewPlan({ tables: [table('sex office', null)] }, [sex, office], { participants, k }).inSmallGroups;
    expect(at(60, 5)).toBeGreaterThan(at(600, 5));
    expect(at(600, 40)).toBeGreaterThan(at(600, 5));
    expect(at(0, 5)).toBe(1);
  });

  it('is the same every time', () => {
    expect(preview(table('sex office', null))).toEqual(preview(table('sex office', null)));
  });
});
