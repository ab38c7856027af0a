import type { Plan } from './plan.js';
import { NO_ANSWER_CODES } from './table-shape.js';

/** How common the codes of a variable are expected to be; shares add up to 1, in the order of its codes. */
export interface Expected {
  readonly id: string;
  readonly codes: readonly string[];
  readonly shares: readonly number[];
}

export interface PlanPreview {
  /** Share (0 to 1) of those who take part that some table of the plan puts into a group below k. */
  readonly inSmallGroups: number;
  /** By table with groups: the share of people in groups below k, and the number of groups and of small ones. The worst first. */
  readonly tables: readonly {
    readonly id: string;
    readonly share: number;
    readonly groups: number;
    readonly small: number;
  }[];
  /** What the whole share would be if the variable formed no groups; only where that helps, the best first. */
  readonly variables: readonly { readonly id: string; readonly without: number }[];
  readonly suggestions: readonly Suggestion[];
}

/** A change of the plan or of a code list, with the share that would remain. The best first. */
export type Suggestion =
  | { readonly kind: 'drop-table'; readonly table: string; readonly remains: number }
  | {
      readonly kind: 'merge-codes';
      readonly variable: string;
      readonly codes: readonly [string, string];
      readonly remains: number;
    };

/** So many people are made up to see in how many small groups they are; the same ones every time. */
const SAMPLE = 2_000;
const MOST_SUGGESTIONS = 5;
/** Gains below this share are not worth a change. */
const WORTHWHILE = 0.005;

/**
 * What a plan would cost, before anybody has answered: how many people fall into groups that are expected to be smaller than
 * k, if variables are independent. `participants`: people expected to answer. An estimate for choosing coarser groups in
 * time; what is told in the end follows from the answers alone.
 */
export function previewPlan(
  plan: Plan,
  expected: readonly Expected[],
  { participants, k }: { readonly participants: number; readonly k: number },
): PlanPreview {
  const known = new Map(expected.map((variable) => [variable.id, variable]));
  const grouped = plan.tables.filter(({ breakdown }) => breakdown.length > 0);
  const people = madeUpPeople(expected);
  const limit = k / Math.max(participants, 1);
  const shareOf = (tables: Plan['tables'], lists: ReadonlyMap<string, Expected>): number =>
    inSmallGroups(tables, lists, people, limit);
  const now = shareOf(grouped, known);

  const without = (id: string): Plan['tables'] => grouped.filter(({ breakdown }) => !breakdown.includes(id));
  const variables = expected
    .filter(({ id }) => grouped.some(({ breakdown }) => breakdown.includes(id)))
    .map(({ id }) => ({ id, without: shareOf(without(id), known) }))
    .filter(({ without: rest }) => now - rest >= WORTHWHILE)
    .sort((a, b) => a.without - b.without);
  const tables = grouped
    .map(({ id, breakdown }) => ({ id, ...groupsOf(breakdown, known, limit) }))
    .filter(({ small }) => small > 0)
    .sort((a, b) => b.share - a.share);
  const drops = tables.map(({ id }): Suggestion => ({
    kind: 'drop-table',
    table: id,
    remains: shareOf(
      grouped.filter((table) => table.id !== id),
      known,
    ),
  }));
  const merges = variables.flatMap(({ id }): Suggestion[] => {
    const variable = known.get(id);
    const merged = variable === undefined ? null : mergeRarest(variable);
    if (variable === undefined || merged === null) return [];
    const remains = shareOf(grouped, new Map(known).set(id, merged.variable));
    return [{ kind: 'merge-codes', variable: id, codes: merged.codes, remains }];
  });
  const suggestions = [...drops, ...merges]
    .filter(({ remains }) => now - remains >= WORTHWHILE)
    .sort((a, b) => a.remains - b.remains)
    .slice(0, MOST_SUGGESTIONS);
  return { inSmallGroups: now, tables, variables, suggestions };
}

/** One number between 0 and 1 a person and variable. */
type Lot = ReadonlyMap<string, number>;

function madeUpPeople(expected: readonly Expected[]): Lot[] {
  // Weyl sequences with different irrational steps: spread evenly, and the same every time (Niederreiter 1992).
  return Array.from(
    { length: SAMPLE },
    (_, person) =>
      new Map(expected.map(({ id }, at) => [id, ((person + 1) * Math.sqrt(primeAt(at))) % 1] as const)),
  );
}

function primeAt(position: number): number {
  let found = -1;
  for (let number = 2; ; number += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= number; factor += 1) isPrime &&= number % factor !== 0;
    if (isPrime) found += 1;
    if (found === position) return number;
  }
}

function inSmallGroups(
  tables: Plan['tables'],
  known: ReadonlyMap<string, Expected>,
  people: readonly Lot[],
  limit: number,
): number {
  const breakdowns = new Map(tables.map(({ breakdown }) => [[...breakdown].sort().join(), breakdown]));
  const isSmall = (breakdown: readonly string[], person: Lot): boolean =>
    breakdown.reduce((product, id) => product * shareAt(known.get(id), person.get(id) ?? 0), 1) < limit;
  const few = people.filter((person) => [...breakdowns.values()].some((ids) => isSmall(ids, person)));
  return few.length / people.length;
}

/** The share of the code that a number between 0 and 1 falls on. */
function shareAt(variable: Expected | undefined, lot: number): number {
  let sum = 0;
  for (const share of variable?.shares ?? []) {
    sum += share;
    if (lot < sum) return share;
  }
  return variable?.shares.at(-1) ?? 1;
}

function groupsOf(
  breakdown: readonly string[],
  known: ReadonlyMap<string, Expected>,
  limit: number,
): { share: number; groups: number; small: number } {
  const shares = breakdown.reduce<number[]>(
    (products, id) =>
      products.flatMap((product) => (known.get(id)?.shares ?? [1]).map((share) => product * share)),
    [1],
  );
  const small = shares.filter((share) => share < limit);
  return {
    share: small.reduce((sum, share) => sum + share, 0),
    groups: shares.length,
    small: small.length,
  };
}

/** Lists with fewer answers than this are no scale from which steps could be left out. */
const LEAST_ANSWERS = 4;

/** The rarest answer together with the rarer of its neighbours; null where there are few answers anyway. */
function mergeRarest({
  id,
  codes,
  shares,
}: Expected): { variable: Expected; codes: [string, string] } | null {
  const share = (at: number): number => shares[at] ?? 0;
  const answers = [...codes.keys()].filter((at) => !NO_ANSWER_CODES.has(codes[at] ?? ''));
  const [rarest] = [...answers].sort((a, b) => share(a) - share(b));
  if (rarest === undefined || answers.length < LEAST_ANSWERS) return null;
  const neighbours = [rarest - 1, rarest + 1].filter((at) => answers.includes(at));
  const [first = rarest] = neighbours.sort((a, b) => share(a) - share(b));
  const [low, high] = [Math.min(first, rarest), Math.max(first, rarest)];
  const join = <T>(list: readonly T[], joint: T): T[] => [
    ...list.slice(0, low),
    joint,
    ...list.slice(high + 1),
  ];
  const names: [string, string] = [codes[low] ?? '', codes[high] ?? ''];
  return {
    variable: {
      id,
      codes: join(codes, names.join('+')),
      shares: join(shares, (shares[low] ?? 0) + (shares[high] ?? 0)),
    },
    codes: names,
  };
}
