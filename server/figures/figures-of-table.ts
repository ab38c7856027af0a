import type { SafeRelease } from '../disclosure/safe-release.js';
import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES, TOTAL } from '../disclosure/table-shape.js';
import type { Wave } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import type { ComparedFigure } from './compare-figures.js';
import { compareFigures } from './compare-figures.js';
import type { Contrast } from './contrasts.js';
import { contrastsOf } from './contrasts.js';
import type { ShareFigures } from './share-figures.js';
import { shareFigures } from './share-figures.js';
import type { StandardisedShare } from './standardised-shares.js';
import { standardisedShares } from './standardised-shares.js';
import type { NoWeights, WeightedShare } from './weighted-share.js';
import { weightedShare } from './weighted-share.js';

/** One answer of the subject among everybody. */
export interface AnswerFigures extends ShareFigures {
  readonly code: string;
  /** With weights, or why there are none; a page that shows it shows `share` beside it. */
  readonly weighted: WeightedShare | NoWeights;
}

/** Everything that is calculated from a table, ready to be printed. All shares are fractions. */
export interface TableFigures {
  /** In the order of the codes; an answer is left out where its share is not told. */
  readonly answers: readonly AnswerFigures[];
  readonly comparisons: readonly ComparedFigure[];
  /** For tables by a variable of two answers. */
  readonly contrasts: readonly Contrast[];
  /** For tables by age and one more variable. */
  readonly standardised: readonly StandardisedShare[];
}

/**
 * Calculates what belongs to a table of a release. Everything is a function of told cells, headcounts and published
 * figures: whatever number a blank hides, the same comes out, so that nothing here tells more than the tables do
 * (test/unit/figures/figures-and-blanks.test.ts). `invited`: see report/invited.ts.
 */
export function figuresOfTable(
  table: SafeTable,
  {
    release,
    wave,
    invited,
  }: { release: SafeRelease; wave: Pick<Wave, 'headcounts' | 'definition'>; invited: number | null },
  references: readonly Reference[],
): TableFigures {
  const { groups, subject } = readingOf(table);
  const everybody = groups.map(() => TOTAL);
  const answers = subject.codes
    .filter(({ code }) => !NO_ANSWER_CODES.has(code))
    .flatMap(({ code }) => {
      const figures = shareFigures(table, [everybody], [code], invited);
      if (figures === null) return [];
      return [{ code, ...figures, weighted: weightedShare(release, wave.headcounts, subject.id, [code]) }];
    });
  return {
    answers,
    comparisons: compareFigures(table, references, wave.definition.id, invited),
    contrasts: contrastsOf(table),
    standardised: standardisedShares(table),
  };
}
