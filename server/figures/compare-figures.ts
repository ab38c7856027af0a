import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import type { Reference } from '../references/reference.js';
import { referencesOf } from '../references/reference.js';
import type { ShareDifference } from '../statistics/difference-of-shares.js';
import { differenceOfShares } from '../statistics/difference-of-shares.js';
import type { Representation } from '../statistics/representation.js';
import { representation } from '../statistics/representation.js';
import type { Group, ShareFigures } from './share-figures.js';
import { shareFigures } from './share-figures.js';

/**
 * What has to be said with a comparison. `other-concept`: the figure counts something else than this indicator.
 * `base-unknown`: of how many people it is a share is not published, so that chance cannot be told from change.
 * `reference-taken-as-exact`: its own sampling error is not known.
 */
export type ComparisonRemark = 'other-concept' | 'base-unknown' | 'reference-taken-as-exact';

/** A published figure with the share of this table that it may be held against. */
export interface ComparedFigure {
  readonly reference: Reference;
  /** Null where this table does not tell the share; nothing below is calculated then. */
  readonly here: ShareFigures | null;
  /** Share here - published share, as a fraction. */
  readonly difference: number | null;
  /** With interval and size of the effect, where the base of the published share is known, and it is one of staff. */
  readonly test: ShareDifference | null;
  /** How far the staff mirrors the population; for figures about the population only. */
  readonly representation: Representation | null;
  readonly remarks: readonly ComparisonRemark[];
}

/** The figures that belong to what a table shows, compared; those for groups that it does not form are left out. */
export function compareFigures(
  table: SafeTable,
  references: readonly Reference[],
  instrument: string,
  invited: number | null,
): ComparedFigure[] {
  const { groups, subject } = readingOf(table);
  const known = new Set(groups.map(({ id }) => id));
  return referencesOf(references, instrument, subject.id).flatMap((reference) => {
    const link = reference.links.find(
      (candidate) =>
        candidate.indicator === subject.id && Object.keys(candidate.groups).every((id) => known.has(id)),
    );
    if (link === undefined) return [];
    const cells = groups.reduce<Group[]>(
      (list, { id }) => list.flatMap((cell) => (link.groups[id] ?? [TOTAL]).map((code) => [...cell, code])),
      [[]],
    );
    const isEverybody = Object.keys(link.groups).length === 0;
    const here = shareFigures(table, cells, link.codes, isEverybody ? invited : null);
    return [{ reference, here, ...compared(reference, here, subject.id) }];
  });
}

function compared(
  reference: Reference,
  here: ShareFigures | null,
  indicator: string,
): Pick<ComparedFigure, 'difference' | 'test' | 'representation' | 'remarks'> {
  const share = reference.value / 100;
  const remarks: ComparisonRemark[] = reference.concept === indicator ? [] : ['other-concept'];
  if (here === null) return { difference: null, test: null, representation: null, remarks };
  const { count: x, base: n, asked } = here;
  const difference = here.share - share;
  if (reference.kind === 'population') {
    remarks.push('reference-taken-as-exact');
    const index = share === 0 ? null : representation({ x, n, N: asked ?? undefined }, { share });
    return { difference, test: null, representation: index, remarks };
  }
  const before = sizeOf(reference);
  if (before === null) remarks.push('base-unknown');
  const test =
    before === null
      ? null
      : differenceOfShares({ p: share, ...before }, { p: here.share, n, N: asked ?? undefined });
  return { difference, test, representation: null, remarks };
}

/** Personnel statistics count everybody: nothing in them is left to chance. */
function sizeOf({ base, invited, kind }: Reference): { n: number; N?: number | undefined } | null {
  if (base === null) return null;
  if (kind === 'staff') return { n: base, N: base };
  return { n: base, N: invited === null || invited < base ? undefined : invited };
}
