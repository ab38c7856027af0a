import type { SafeTable } from '../disclosure/safe-table.js';
import type { Share } from '../disclosure/shares.js';
import { readingOf, shareOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import { NOT_ASKED } from '../survey/definition.js';
import type { Interval } from '../statistics/interval.js';
import { itemNonResponseBounds, shareIfOthersDiffer, worstCaseBounds } from '../statistics/non-response.js';
import { wilson } from '../statistics/wilson.js';

/** One combination of codes of `readingOf(table).groups`; several of them are taken together. */
export type Group = readonly string[];

/** A share with what can be said about how sure it is. All shares are fractions. */
export interface ShareFigures extends Share {
  /** Wilson's, at 95 %; of the finite population where `asked` is known. */
  readonly interval: Interval;
  /** How many people were asked; null where that is not known for this group, or the question was not put to all. */
  readonly asked: number | null;
  /** Whatever those say who were asked and did not answer; null where `asked` is. */
  readonly worstCase: Interval | null;
  /** The share among all who were asked, if it were half as large, or twice, among those who did not answer. */
  readonly ifOthersDiffer: Interval | null;
  /** Those who took part and did not answer this question, and the bounds for everybody who took part. */
  readonly itemNonResponse: { readonly missing: number; readonly bounds: Interval };
}

/**
 * The share of some codes of the subject in one group or several taken together. Everything is calculated from told cells
 * alone; null where one of them is blank (see `shareOf`). `asked`: how many people of the group were asked to take part.
 */
export function shareFigures(
  table: SafeTable,
  groups: readonly Group[],
  codes: readonly string[],
  asked: number | null,
): ShareFigures | null {
  const share = shareOf(table, groups, codes);
  if (share === null) return null;
  const { count, base } = share;
  // Where a question depends on others, those who did not take part would not all have been asked it.
  const isPutToAll = readingOf(table).subject.codes.every(({ code }) => code !== NOT_ASKED);
  const known = isPutToAll && asked !== null && asked >= base ? asked : null;
  const missing = groups.reduce((sum, group) => sum + (table.cell([...group, TOTAL])?.count ?? 0), 0) - base;
  return {
    ...share,
    interval: wilson(count, base, known ?? undefined),
    asked: known,
    worstCase: known === null ? null : worstCaseBounds(count, base, known),
    ifOthersDiffer:
      known === null
        ? null
        : {
            low: shareIfOthersDiffer(count, base, known, 0.5),
            high: shareIfOthersDiffer(count, base, known, 2),
          },
    itemNonResponse: { missing, bounds: itemNonResponseBounds(count, base, missing) },
  };
}
