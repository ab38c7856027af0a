import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concluded,
  groupsOf,
  membersOf,
  shownGroups,
  shownSets,
  toldBy,
  toldNaively,
  type Puzzle,
} from '../support/possible-ballots.js';
import { TooManyTables, total } from '../support/tiny-family.js';
import { counted, linking, table, variable, type Coded } from '../unit/disclosure/miniature.js';

/**
 * Variables that restrict each other, in plans so tiny that every set of answers that a release could come from can be tried:
 * the words of the promise, with nothing of the family, the search or the worlds.
 */

const lists: Readonly<Record<string, readonly string[]>> = {
  x: ['x1', 'x2', 'x3'],
  y: ['y1', 'y2', 'y3'],
  z: ['z1', 'z2'],
};

const somePeople = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 12 }));

const cases: fc.Arbitrary<Puzzle> = fc
  .record({
    sizes: fc.constantFrom([2, 2], [2, 3], [3, 2], [3, 3]),
    allowed: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 9 }),
    third: fc.boolean(),
    chosen: fc.array(fc.constantFrom('x', 'y', 'z', 'x y', 'x z', 'y z', 'x y z', 'z x', 'y x'), {
      minLength: 1,
      maxLength: 4,
    }),
    people: fc.array(somePeople, { minLength: 16, maxLength: 16 }),
    k: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ sizes, allowed, third, chosen, people, k }) => {
    const codes = (id: string, most = 2): readonly string[] => (lists[id] ?? []).slice(0, most);
    const all = codes('x', sizes[0]).flatMap((x) => codes('y', sizes[1]).map((y) => [x, y]));
    const picked = [...new Set(allowed)].flatMap((at) => all.slice(at, at + 1)).slice(0, third ? 8 : 9);
    const pairs = picked.length < 2 ? all.slice(0, 3) : picked;
    const ids = third ? ['x', 'y', 'z'] : ['x', 'y'];
    const variables = ids.map((id) =>
      variable(id, 'sensitive', id === 'z' ? codes('z') : codes(id, sizes[id === 'x' ? 0 : 1])),
    );
    const names = chosen.map((words) => words.split(' ').filter((id) => ids.includes(id)));
    const plan = names
      .filter((own) => own.length > 0)
      .map((own) => table(own.slice(0, -1).join(' '), own.at(-1) ?? null));
    const used = ids.filter((id) => names.some((own) => own.includes(id)));
    const combined = pairs.flatMap(([x = '', y = '']) =>
      (third ? codes('z') : ['']).map((z): Coded => ({ x, y, z })),
    );
    const possible = groupsOf(combined, used);
    const linked = linking(variables, ['x', 'y'], pairs);
    return { variables, plan, linked, possible, people: people.slice(0, possible.length), k };
  })
  .filter((one) => one.plan.length > 0 && isComplete(one));

/** Whether worlds, which are sets of tables, are sets of ballots: every combination of answers is a cell of the family. */
function isComplete({ variables, plan, linked }: Puzzle): boolean {
  const { dimensions, grids } = counted(variables, plan, [], linked).placed.family;
  return grids.some(
    ({ axes }) => axes.length === dimensions.length && axes.every(({ level }) => level === 0),
  );
}

/** The groups that two linked variables make of each other where both are told about the same others. */
function guardedGroups({ plan, linked, possible }: Puzzle): Coded[] {
  if (linked(Object.keys(possible[0] ?? {})).every(({ variables }) => variables.length < 2)) return [];
  const sets = shownSets(plan);
  return sets
    .filter((set) => set.includes('x') && !set.includes('y'))
    .filter((set) =>
      sets.some(
        (other) =>
          other.join() ===
          set
            .map((id) => (id === 'x' ? 'y' : id))
            .sort()
            .join(),
      ),
    )
    .flatMap((set) => groupsOf(possible, [...set, 'y']));
}

/** Leaves out the case where trying everything takes too long; too many of them left out are a failure. */
function within<T>(search: () => T): T {
  try {
    return search();
  } catch (error) {
    if (error instanceof TooManyTables) fc.pre(false);
    throw error;
  }
}

describe('tables of variables that restrict each other', () => {
  it('let nobody conclude that a group is small, shown or made by subtracting two variables', () => {
    const seen = { told: 0, shown: 0, guarded: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const [shown, guarded] = [shownGroups(one), guardedGroups(one)];
        const told = toldBy(one);
        for (const { members, least } of told) expect(total(one.people, members)).toBe(least);
        expect(within(() => concluded(one, [...shown, ...guarded], told))).toEqual([]);
        const smallAmong = (groups: readonly Coded[]): number =>
          groups.filter((group) => total(one.people, membersOf(one, group)) < one.k).length;
        seen.told += told.length;
        seen.shown += smallAmong(shown);
        seen.guarded += smallAmong(guarded);
      }),
      { numRuns: 300, maxSkipsPerRun: 0.05 },
    );
    for (const number of Object.values(seen)) expect(number).toBeGreaterThan(200);
  });

  it('would give small groups away if only small cells were blank: the search above finds them', () => {
    const found = { shown: 0, guarded: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const [shown, guarded] = [shownGroups(one), guardedGroups(one)];
        const told = toldNaively(one, shown);
        for (const { cell } of within(() => concluded(one, [...shown, ...guarded], told)))
          found[cell < shown.length ? 'shown' : 'guarded'] += 1;
      }),
      { numRuns: 50, maxSkipsPerRun: 0.1 },
    );
    expect(found.shown).toBeGreaterThan(50);
    expect(found.guarded).toBeGreaterThan(10);
  });
});
