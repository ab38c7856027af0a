import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../server/disclosure/policy.js';
import { variablesOfTable } from '../../server/disclosure/safe-table.js';
import {
  TooManyTables,
  meets,
  needsOf,
  tables as everyTable,
  total,
  type Known,
  type Need,
  type Tiny,
} from '../support/tiny-family.js';
import { counted, linking, release, table, variable, type Coded } from '../unit/disclosure/miniature.js';

/**
 * Variables that restrict each other, in plans so tiny that every set of answers that a release could come from can be tried:
 * the words of the promise, with nothing of the family, the search or the worlds.
 */

const STEPS = 30_000;

const lists: Readonly<Record<string, readonly string[]>> = {
  x: ['x1', 'x2', 'x3'],
  y: ['y1', 'y2', 'y3'],
  z: ['z1', 'z2'],
};

interface Case {
  readonly variables: ReturnType<typeof variable>[];
  readonly plan: ReturnType<typeof table>[];
  readonly linked: ReturnType<typeof linking>;
  /** Every combination of answers that there can be. */
  readonly possible: readonly Coded[];
  /** Of each as many as there are people. */
  readonly people: readonly number[];
  readonly k: number;
}

const somePeople = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 12 }));

const cases: fc.Arbitrary<Case> = fc
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
    const possible = distinct(
      combined.map((one) => Object.fromEntries(used.map((id) => [id, one[id] ?? '']))),
    );
    const linked = linking(variables, ['x', 'y'], pairs);
    return { variables, plan, linked, possible, people: people.slice(0, possible.length), k };
  })
  .filter((one) => one.plan.length > 0 && isComplete(one));

function distinct(all: readonly Coded[]): Coded[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function ballotsOf({ possible, people }: Case): Coded[] {
  return possible.flatMap((codes, at) => Array.from({ length: people[at] ?? 0 }, () => codes));
}

/** Whether worlds, which are sets of tables, are sets of ballots: every combination of answers is a cell of the family. */
function isComplete({ variables, plan, linked }: Case): boolean {
  const { dimensions, grids } = counted(variables, plan, [], linked).placed.family;
  return grids.some(
    ({ axes }) => axes.length === dimensions.length && axes.every(({ level }) => level === 0),
  );
}

/** The groups that nobody may know to be small: all that a table shows, and what two variables make of each other. */
function groupsOf({ plan, linked, possible }: Case): { shown: Coded[]; guarded: Coded[] } {
  const sets = distinctSets(
    plan.flatMap(({ breakdown, indicator }) => subsets([...breakdown, ...(indicator ? [indicator] : [])])),
  );
  const together = linked(Object.keys(possible[0] ?? {})).some(({ variables }) => variables.length > 1);
  const pairs = sets
    .filter((set) => set.includes('x') && !set.includes('y'))
    .map((set) => [set.filter((id) => id !== 'x'), set] as const)
    .filter(([rest]) => sets.some((other) => other.join() === [...rest, 'y'].sort().join()))
    .map(([, set]) => [...set, 'y'].sort());
  const groups = (ids: readonly string[]): Coded[] =>
    distinct(possible.map((one) => Object.fromEntries(ids.map((id) => [id, one[id] ?? '']))));
  return { shown: sets.flatMap(groups), guarded: together ? pairs.flatMap(groups) : [] };
}

function subsets(ids: readonly string[]): string[][] {
  return ids.reduce<string[][]>((found, id) => [...found, ...found.map((one) => [...one, id].sort())], [[]]);
}

function distinctSets(sets: readonly string[][]): string[][] {
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}

/** The case as the brute force sees it; its cells are the groups, of which it knows nothing but who is in them. */
function tinyOf(one: Case, groups: readonly Coded[]): Tiny {
  const policy: Policy = { k: one.k, guarantee: 'strict', zeros: 'unsafe', insiders: 1 };
  const { cube } = counted(one.variables, one.plan, [], one.linked);
  return {
    cube,
    policy,
    inner: one.possible.map(() => []),
    truth: one.people,
    members: groups.map((group) => membersOf(one, group)),
  };
}

function membersOf({ possible }: Case, group: Readonly<Record<string, string>>): number[] {
  return possible.flatMap((codes, at) =>
    Object.entries(group).every(([id, code]) => codes[id] === code) ? [at] : [],
  );
}

/** What a reader has: every count that some table tells, and that a code which occurs has somebody. */
function readerOf(one: Case, told: readonly Known[]): Known[] {
  const listed = one.variables.flatMap(({ id, codes }) =>
    codes.map(({ code }) => membersOf(one, { [id]: code })),
  );
  const occurring = listed.filter((members) => total(one.people, members) > 0);
  return [...told, ...occurring.map((members) => ({ members, least: 1, most: Infinity }))];
}

function toldBy(one: Case): Known[] {
  const { variables, plan, linked, k } = one;
  return release(variables, plan, ballotsOf(one), { k, linked }).tables.flatMap((result) => {
    const ids = variablesOfTable(result).map(({ id }) => id);
    return result.cells.flatMap(({ codes, count }): Known[] => {
      if (count === null) return [];
      const group = ids
        .map((id, at) => [id, codes[at] ?? ''] as const)
        .filter(([, code]) => code !== 'total');
      return [{ members: membersOf(one, Object.fromEntries(group)), least: count, most: count }];
    });
  });
}

/** The groups below k that a reader can conclude to be below k, each with whose record it takes. */
function concluded(tiny: Tiny, known: readonly Known[]): Need[] {
  const found: number[][] = [];
  return needsOf(tiny).filter((need) => {
    if (found.some((one) => meets(tiny, need, one))) return false;
    const wanted = { members: tiny.members[need.cell] ?? [], least: tiny.policy.k, most: Infinity };
    const record = need.knows === null ? [] : [{ members: [need.knows], least: 1, most: Infinity }];
    for (const one of everyTable(tiny, [wanted, ...record, ...known], STEPS)) {
      expect(meets(tiny, need, one)).toBe(true);
      found.push(one);
      return false;
    }
    return true;
  });
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
    const seen = { told: 0, small: 0, guarded: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const { shown, guarded } = groupsOf(one);
        const tiny = tinyOf(one, [...shown, ...guarded]);
        const told = toldBy(one);
        for (const { members, least } of told) expect(total(one.people, members)).toBe(least);
        expect(within(() => concluded(tiny, readerOf(one, told)))).toEqual([]);
        const isSmall = tiny.members.map((members) => total(one.people, members) < one.k);
        seen.told += told.length;
        seen.small += isSmall.filter(Boolean).length;
        seen.guarded += isSmall.slice(shown.length).filter(Boolean).length;
      }),
      { numRuns: 300, maxSkipsPerRun: 0.05 },
    );
    for (const number of Object.values(seen)) expect(number).toBeGreaterThan(200);
  });

  it('would give small groups away if only small cells were blank: the search above finds them', () => {
    const found = { shown: 0, guarded: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const { shown, guarded } = groupsOf(one);
        const tiny = tinyOf(one, [...shown, ...guarded]);
        const naive = shown
          .map((group) => membersOf(one, group))
          .map((members) => ({
            members,
            least: total(one.people, members),
            most: total(one.people, members),
          }))
          .filter(({ least }) => least >= one.k);
        for (const { cell } of within(() => concluded(tiny, readerOf(one, naive))))
          found[cell < shown.length ? 'shown' : 'guarded'] += 1;
      }),
      { numRuns: 50, maxSkipsPerRun: 0.1 },
    );
    expect(found.shown).toBeGreaterThan(50);
    expect(found.guarded).toBeGreaterThan(10);
  });
});
