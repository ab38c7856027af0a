import type { SafeRelease } from './safe-release.js';
import type { SafeTable } from './safe-table.js';
import { shapeOfTable } from './safe-table.js';
import { readingOf } from './shares.js';
import { cellCount, dimensions } from './table-shape.js';

/** How much of one table, or of several, a reader gets to see. */
export interface Information {
  /** Cells whose count is told. */
  readonly told: number;
  /** All cells, margins included; a blank one counts whatever it hides, a zero too. */
  readonly cells: number;
}

/**
 * Counts cells, not people: the share of information shown is `told / cells`. Everything in it can be read off the table
 * itself, so it tells nothing more. Of a withheld table nothing is told, but its cells are known from the plan. A cell
 * that stands in several tables counts in each.
 */
export function informationOf(...tables: readonly SafeTable[]): Information {
  return {
    told: tables.reduce((sum, { cells }) => sum + cells.filter(({ count }) => count !== null).length, 0),
    cells: tables.reduce((sum, table) => sum + cellCount(dimensions(shapeOfTable(table))), 0),
  };
}

/** What lists of the tables of a release say about each, and about all together. */
export function overviewOf({ tables }: SafeRelease) {
  return {
    tables: tables.map((table) => ({ table, ...readingOf(table), information: informationOf(table) })),
    information: informationOf(...tables),
    /** Tables of which nothing is told. */
    withheld: tables.filter((table) => informationOf(table).told === 0).length,
  };
}
