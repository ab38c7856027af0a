import { expect } from 'vitest';
import type { Policy } from '../../server/disclosure/policy.js';
import { variablesOfTable } from '../../server/disclosure/safe-table.js';
import {
  counted,
  release,
  type Coded,
  type linking,
  type table,
  type variable,
} from '../unit/disclosure/miniature.js';
import {
  meets,
  needsOf,
  tables as everyTable,
  total,
  type Known,
  type Need,
  type Tiny,
} from './tiny-family.js';

/**
 * A plan and its ballots as a reader looks at them who tries every set of ballots that a release could come from: by the
 * words of the promise alone, with nothing of families, searches and worlds.
 */
export interface Puzzle {
  readonly variables: readonly ReturnType<typeof variable>[];
  readonly plan: readonly ReturnType<typeof table>[];
  readonly linked: ReturnType<typeof linking>;
  /** Every combination of answers that there can be, 16 at most. */
  readonly possible: readonly Coded[];
  /** Of each as many as there are people. */
  readonly people: readonly number[];
  readonly k: number;
}

/** So many steps a reader takes to look for one set of ballots. */
const STEPS = 30_000;

export function ballotsOf({ possible, people }: Puzzle): Coded[] {
  return possible.flatMap((codes, at) => Array.from({ length: people[at] ?? 0 }, () => codes));
}

/** Positions in `possible` of those who are in a group. */
export function membersOf({ possible }: Puzzle, group: Readonly<Record<string, string>>): number[] {
  return possible.flatMap((codes, at) =>
    Object.entries(group).every(([id, code]) => codes[id] === code) ? [at] : [],
  );
}

/** Every count that some table of the release tells. */
export function toldBy(puzzle: Puzzle): Known[] {
  const { variables, plan, linked, k } = puzzle;
  return release(variables, plan, ballotsOf(puzzle), { k, linked }).tables.flatMap((result) => {
    const ids = variablesOfTable(result).map(({ id }) => id);
    return result.cells.flatMap(({ codes, count }): Known[] => {
      if (count === null) return [];
      const group = ids
        .map((id, at) => [id, codes[at] ?? ''] as const)
        .filter(([, code]) => code !== 'total');
      return [{ members: membersOf(puzzle, Object.fromEntries(group)), least: count, most: count }];
    });
  });
}

/** What naive tables tell of these groups: all counts that are not below k. */
export function toldNaively(puzzle: Puzzle, groups: readonly Coded[]): Known[] {
  return groups
    .map((group) => membersOf(puzzle, group))
    .map((members) => ({
      members,
      least: total(puzzle.people, members),
      most: total(puzzle.people, members),
    }))
    .filter(({ least }) => least >= puzzle.k);
}

/** The groups that tables of the plan show. */
export function shownGroups({ plan, possible }: Puzzle): Coded[] {
  return shownSets(plan).flatMap((ids) => groupsOf(possible, ids));
}

/** By which variables the tables of a plan show groups, margins among them. */
export function shownSets(plan: Puzzle['plan']): string[][] {
  const sets = plan.flatMap(({ breakdown, indicator }) =>
    [...breakdown, ...(indicator ? [indicator] : [])].reduce<string[][]>(
      (found, id) => [...found, ...found.map((one) => [...one, id].sort())],
      [[]],
    ),
  );
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}

export function groupsOf(possible: readonly Coded[], ids: readonly string[]): Coded[] {
  const all = possible.map((one): Coded => Object.fromEntries(ids.map((id) => [id, one[id] ?? ''])));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/**
 * Which of the groups, if they are below k, a reader can conclude to be below k, and whose record it takes: no set of ballots
 * that agrees with all that is told has k people there. Codes that occur are known to have somebody. Throws TooManyTables.
 */
export function concluded(puzzle: Puzzle, groups: readonly Coded[], told: readonly Known[]): Need[] {
  const policy: Policy = { k: puzzle.k, guarantee: 'strict', zeros: 'unsafe', insiders: 1 };
  const tiny: Tiny = {
    cube: counted(puzzle.variables, puzzle.plan, [], puzzle.linked).cube,
    policy,
    inner: puzzle.possible.map(() => []),
    truth: puzzle.people,
    members: groups.map((group) => membersOf(puzzle, group)),
  };
  const known = [...told, ...listedCodes(puzzle)];
  const found: number[][] = [];
  return needsOf(tiny).filter((need) => {
    if (found.some((one) => meets(tiny, need, one))) return false;
    const wanted = { members: tiny.members[need.cell] ?? [], least: policy.k, most: Infinity };
    const record = need.knows === null ? [] : [{ members: [need.knows], least: 1, most: Infinity }];
    for (const one of everyTable(tiny, [wanted, ...record, ...known], STEPS)) {
      expect(meets(tiny, need, one)).toBe(true);
      found.push(one);
      return false;
    }
    return true;
  });
}

function listedCodes(puzzle: Puzzle): Known[] {
  return puzzle.variables
    .flatMap(({ id, codes }) => codes.map(({ code }) => membersOf(puzzle, { [id]: code })))
    .filter((members) => total(puzzle.people, members) > 0)
    .map((members) => ({ members, least: 1, most: Infinity }));
}
