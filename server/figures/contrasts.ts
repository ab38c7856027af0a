import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES, TOTAL } from '../disclosure/table-shape.js';
import type { ShareDifference } from '../statistics/difference-of-shares.js';
import { differenceOfShares } from '../statistics/difference-of-shares.js';
import type { Ratio } from '../statistics/ratios.js';
import { oddsRatio, rateRatio } from '../statistics/ratios.js';
import type { Group, ShareFigures } from './share-figures.js';
import { shareFigures } from './share-figures.js';

/** The two groups of a yes-no variable held against each other, such as leadership with and without a migration history. */
export interface Contrast {
  /** Code of the subject that is counted. */
  readonly code: string;
  readonly group: { readonly codes: Group; readonly figures: ShareFigures };
  readonly others: { readonly codes: Group; readonly figures: ShareFigures };
  /** Group - others. */
  readonly difference: ShareDifference;
  /** Null where it never occurs among the others. */
  readonly rateRatio: Ratio | null;
  readonly oddsRatio: Ratio | null;
}

/**
 * A contrast for each answer of a table whose groups are formed by one variable of two answers (gender as it is counted,
 * `yes` and `no`); the first code against the second. Empty for other tables; an answer is left out where a cell that it
 * needs is blank. How many were asked in each group is not known, so that no population counts.
 */
export function contrastsOf(table: SafeTable): Contrast[] {
  const { groups, subject } = readingOf(table);
  const [variable, ...more] = groups;
  if (table.indicator === null || variable === undefined || more.length > 0) return [];
  const answers = (codes: readonly { readonly code: string }[]): string[] =>
    codes.map(({ code }) => code).filter((code) => code !== TOTAL && !NO_ANSWER_CODES.has(code));
  const [first, second, ...others] = answers(variable.codes);
  if (first === undefined || second === undefined || others.length > 0) return [];
  return answers(subject.codes).flatMap((code) => {
    const a = shareFigures(table, [[first]], [code], null);
    const b = shareFigures(table, [[second]], [code], null);
    if (a === null || b === null) return [];
    const [one, other] = [a, b].map(({ share, base }) => ({ p: share, n: base }));
    if (one === undefined || other === undefined) return [];
    return [
      {
        code,
        group: { codes: [first], figures: a },
        others: { codes: [second], figures: b },
        difference: differenceOfShares(other, one),
        rateRatio: rateRatio(one, other),
        oddsRatio: oddsRatio(one, other),
      },
    ];
  });
}
