import type { Expected } from '../../disclosure/plan-preview.js';
import type { SafeRelease } from '../../disclosure/safe-release.js';
import { TOTAL } from '../../disclosure/table-shape.js';
import type { Wave } from '../../ports/office.js';
import type { Variable } from '../../survey/variables.js';

/** Where an expectation comes from: the headcounts of this wave, what was released of an earlier one, or nowhere. */
export type Source = 'headcounts' | 'release' | 'even';

export interface ExpectedVariable extends Expected {
  readonly source: Source;
}

/**
 * How common each code of these variables may be among staff: as in the headcounts, where areas are called like the codes;
 * as in a release of the same questionnaire; else all codes alike.
 */
export function expectedShares(
  variables: readonly Variable[],
  { headcounts }: Pick<Wave, 'headcounts'>,
  releases: readonly SafeRelease[],
): ExpectedVariable[] {
  return variables.map(({ id, codes }) => {
    const names = codes.map(({ code, label }) => [code, ...Object.values(label)].map(plain));
    const counted = headcounts.map(({ area, count }) => ({
      at: names.findIndex((known) => known.includes(plain(area))),
      count,
    }));
    const fromAreas = codes.map((_, at) =>
      counted.filter((area) => area.at === at).reduce((sum, { count }) => sum + count, 0),
    );
    const isCounted = counted.length > 0 && counted.every(({ at }) => at >= 0);
    const released = isCounted ? null : releasedCounts(id, codes, releases);
    const counts = isCounted ? fromAreas : (released ?? codes.map(() => 1));
    const all = counts.reduce((sum, count) => sum + count, 0);
    return {
      id,
      codes: codes.map(({ code }) => code),
      shares: counts.map((count) => (all === 0 ? 1 / codes.length : count / all)),
      source: isCounted ? 'headcounts' : released === null ? 'even' : 'release',
    };
  });
}

/** Sizes of the groups of one variable as they were told; blanks share what is left of the total evenly. */
function releasedCounts(
  id: string,
  codes: Variable['codes'],
  releases: readonly SafeRelease[],
): number[] | null {
  for (const { tables } of releases) {
    const told = tables.find(
      ({ status, breakdown, indicator }) =>
        status === 'published' &&
        [...breakdown, ...(indicator === null ? [] : [indicator])].every((one) => one.id === id),
    );
    const total = told?.cell([TOTAL])?.count ?? null;
    if (told === undefined || total === null) continue;
    const counts = codes.map(({ code }) => told.cell([code])?.count ?? null);
    const rest = total - counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    const blanks = counts.filter((count) => count === null).length;
    return counts.map((count) => count ?? rest / blanks);
  }
  return null;
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLocaleLowerCase('de');
}
