import type { LinearSolver } from '../../server/ports/linear-solver.js';
import { auditRelease, type ReleaseAudit } from '../../server/disclosure/audit-release.js';
import type { AuditRules, Proven } from '../../server/disclosure/audit-readers.js';
import {
  linkCells,
  nameOfCell,
  type Hierarchies,
  type PublishedTables,
} from '../../server/disclosure/published-tables.js';

/** `['a x', 20]` is the cell of these codes, `.` stands for the total, null for a blank. */
export type TinyCell = readonly [codes: string, count: number | null];

export function tiny(
  variables: string,
  cells: readonly TinyCell[],
  hierarchies: Hierarchies = {},
): PublishedTables {
  return linkCells(
    variables.split(' '),
    cells.map(([codes, count]) => ({
      codes: codes.split(' ').map((code) => (code === '.' ? 'Total' : code)),
      count,
    })),
    hierarchies,
  );
}

/** A table of two variables with all margins, written as it looks: first row and first column are the margins. */
export function crossTable(rows: readonly (readonly (number | null)[])[]): TinyCell[] {
  return rows.flatMap((row, r) =>
    row.map((count, c): TinyCell => [`${r === 0 ? '.' : `r${r}`} ${c === 0 ? '.' : `c${c}`}`, count]),
  );
}

export function auditTiny(
  tables: PublishedTables,
  solver: LinearSolver,
  rules: Partial<AuditRules> = {},
): Promise<ReleaseAudit> {
  return auditRelease(tables, { k: 5, zeros: 'unsafe', records: 100, ...rules }, solver);
}

/** `{ 'office b': 2 }`: what was recovered. */
export function valuesOf(tables: PublishedTables, proven: readonly Proven[]): Record<string, number> {
  return Object.fromEntries(proven.map(({ cell, lower }) => [nameOfCell(tables, cell), lower]));
}

export function namesOf(tables: PublishedTables, proven: readonly Proven[]): string[] {
  return proven.map(({ cell }) => nameOfCell(tables, cell)).sort();
}
