import type { SafeTable } from '../disclosure/safe-table.js';
import type { Share } from '../disclosure/shares.js';
import { baseOf, readingOf, shareOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES, TOTAL } from '../disclosure/table-shape.js';
import type { Standardised } from '../statistics/direct-standardisation.js';
import { directStandardisation } from '../statistics/direct-standardisation.js';

/** The variable that is evened out. */
export const AGE = 'age';

/** A group's share as it is, and as it would be if the group were as old as all who answered together. */
export interface StandardisedShare {
  /** Code of the other group variable, and of the subject. */
  readonly group: string;
  readonly code: string;
  readonly crude: Share;
  readonly standardised: Standardised;
}

/**
 * Age-standardised shares of a table whose groups are formed by age and one other variable. The standard is the age of
 * everybody in the table who gave one and answered. A share is left out where a cell that it needs is blank, in whatever
 * age: a mean over the other ages would be one of other people. Empty for other tables.
 */
export function standardisedShares(table: SafeTable): StandardisedShare[] {
  const { groups, subject } = readingOf(table);
  const at = groups.findIndex(({ id }) => id === AGE);
  const age = groups[at];
  const other = groups[1 - at];
  if (table.indicator === null || groups.length !== 2 || age === undefined || other === undefined) return [];
  const cell = (one: string, years: string): string[] => (at === 0 ? [years, one] : [one, years]);
  const answers = (codes: readonly { readonly code: string }[]): string[] =>
    codes.map(({ code }) => code).filter((code) => !NO_ANSWER_CODES.has(code));

  const ages = answers(age.codes).map((years) => ({ years, weight: baseOf(table, cell(TOTAL, years)) }));
  if (ages.some(({ weight }) => weight === null)) return [];
  return answers(other.codes).flatMap((group) =>
    answers(subject.codes).flatMap((code) => {
      const strata = ages.map(({ years, weight }) => ({
        share: shareOf(table, [cell(group, years)], [code]),
        weight: weight ?? 0,
      }));
      const told = strata.flatMap(({ share, weight }) =>
        share === null ? [] : [{ rate: share.share, n: share.base, weight }],
      );
      const crude = shareOf(
        table,
        ages.map(({ years }) => cell(group, years)),
        [code],
      );
      return crude === null || told.length === 0 || told.length < strata.length
        ? []
        : [{ group, code, crude, standardised: directStandardisation(told) }];
    }),
  );
}
