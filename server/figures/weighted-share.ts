import type { SafeRelease } from '../disclosure/safe-release.js';
import type { SafeTable } from '../disclosure/safe-table.js';
import type { Share } from '../disclosure/shares.js';
import { readingOf, shareOf } from '../disclosure/shares.js';
import type { Wave } from '../ports/office.js';
import { intervalOf } from '../statistics/difference-of-shares.js';
import type { Interval } from '../statistics/interval.js';
import { kish } from '../statistics/kish.js';
import { rake } from '../statistics/rake.js';

/** No weight is larger than so many times the mean weight. */
const TRIM = 5;

export interface WeightedShare {
  readonly share: number;
  /** Wilson's, at 95 %, of Kish's effective size. */
  readonly interval: Interval;
  /** Of the same people without weights. */
  readonly unweighted: Share;
  /** How many answers of equal weight would be worth as much. */
  readonly effective: number;
  readonly designEffect: number;
  readonly areas: number;
  /** Areas whose weight was cut, so that not all of the deviation is made up for. */
  readonly trimmed: number;
}

/**
 * `no-headcounts`: nobody counted the staff by area. `no-table-by-area`: no released table has this indicator by the areas
 * of the headcounts. `area-not-told`: the share of an area is blank there.
 */
export type NoWeights = 'no-headcounts' | 'no-table-by-area' | 'area-not-told';

/**
 * The share of some codes of an indicator as if as many had answered from each area as work there: weights are fitted to
 * the headcounts of the wave. Only from told cells, and only where those of every area are told; a figure from the rest
 * would be one about other people, and could be solved for what is blank. Never to be shown without `unweighted`.
 */
export function weightedShare(
  { tables }: Pick<SafeRelease, 'tables'>,
  headcounts: Wave['headcounts'],
  indicator: string,
  codes: readonly string[],
): WeightedShare | NoWeights {
  const present = headcounts.filter(({ count }) => count > 0);
  if (present.length === 0) return 'no-headcounts';
  for (const table of tables) {
    const areas = table.indicator?.id === indicator ? staffByArea(table, present) : null;
    if (areas !== null) return weigh(table, areas, codes);
  }
  return 'no-table-by-area';
}

/** Staff by code of the only group variable of a table; null where its codes are not called like the areas. */
function staffByArea(table: SafeTable, headcounts: Wave['headcounts']): ReadonlyMap<string, number> | null {
  const [variable, ...more] = readingOf(table).groups;
  if (table.status === 'withheld' || variable === undefined || more.length > 0) return null;
  const staff = new Map<string, number>();
  for (const { area, count } of headcounts) {
    const found = variable.codes.find(({ code, label }) =>
      [code, ...Object.values(label)].some((name) => plain(name) === plain(area)),
    );
    if (found === undefined) return null;
    staff.set(found.code, (staff.get(found.code) ?? 0) + count);
  }
  return staff;
}

function weigh(
  table: SafeTable,
  staff: ReadonlyMap<string, number>,
  codes: readonly string[],
): WeightedShare | NoWeights {
  const shares: Share[] = [];
  for (const area of staff.keys()) {
    const share = shareOf(table, [[area]], codes);
    if (share === null) return 'area-not-told';
    shares.push(share);
  }
  const cells = [...staff.keys()].map((area, at) => ({ categories: [area], count: shares[at]?.base ?? 0 }));
  const { weights, trimmed } = rake(cells, [Object.fromEntries(staff)], { trim: TRIM });
  const bases = shares.map(({ base }) => base);
  const sum = (of: (share: Share, weight: number) => number): number =>
    shares.reduce((total, share, at) => total + of(share, weights[at] ?? 0), 0);
  const share = sum(({ count }, weight) => count * weight) / sum(({ base }, weight) => base * weight);
  const { deff, effective } = kish(weights, bases);
  const count = sum((one) => one.count);
  const base = sum((one) => one.base);
  return {
    share,
    interval: intervalOf({ p: Math.min(1, share), n: effective }),
    unweighted: { count, base, share: count / base },
    effective,
    designEffect: deff,
    areas: staff.size,
    trimmed,
  };
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLocaleLowerCase('de');
}
