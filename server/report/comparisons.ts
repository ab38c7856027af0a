import type { SafeTable } from '../disclosure/safe-table.js';
import type { Share } from '../disclosure/shares.js';
import { readingOf, shareOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import type { Reference } from '../references/reference.js';
import { referencesOf } from '../references/reference.js';

/** A published figure with the share of this table that it may be held against. */
export interface Comparison {
  readonly reference: Reference;
  /** Null where this table does not show the share. */
  readonly here: Share | null;
}

/** The figures that belong to what a table shows; those for groups that it does not form are left out. */
export function comparisonsOf(
  table: SafeTable,
  references: readonly Reference[],
  instrument: string,
): Comparison[] {
  const { groups, subject } = readingOf(table);
  const known = new Set(groups.map(({ id }) => id));
  return referencesOf(references, instrument, subject.id).flatMap((reference) => {
    const link = reference.links.find(
      (candidate) =>
        candidate.indicator === subject.id && Object.keys(candidate.groups).every((id) => known.has(id)),
    );
    if (link === undefined) return [];
    const cells = groups.reduce<string[][]>(
      (list, { id }) => list.flatMap((cell) => (link.groups[id] ?? [TOTAL]).map((code) => [...cell, code])),
      [[]],
    );
    return [{ reference, here: shareOf(table, cells, link.codes) }];
  });
}
