import type { LinearSolver } from '../ports/linear-solver.js';
import {
  closeDifferences,
  isolatedRemainders,
  type Difference,
  type Remainder,
} from './audit-differences.js';
import { auditBlanks, type AuditRules, type BlankAudit, type Proven } from './audit-readers.js';
import type { PublishedTables } from './published-tables.js';

export const readers = ['naive', 'knowsRules', 'insider'] as const;

/** What is found out about a release with nothing but what is published. */
export interface ReleaseAudit {
  readonly readers: Readonly<Record<(typeof readers)[number], ReaderAudit>>;
  readonly blanks: number;
  readonly tried: BlankAudit['tried'];
  /** Blanks of which it stays open whether one of the readers can prove them below k. */
  readonly undecided: readonly number[];
  readonly remainders: readonly Remainder[];
  readonly differences: readonly Difference[];
  /** Published counts of 1 to k-1: no deduction, but allowed for neutral indicators only. */
  readonly smallAndTold: readonly number[];
  /** How many blank cells any reader recovers or proves to be below k; groups that a subtraction isolates. */
  readonly failures: { readonly recovered: number; readonly belowK: number; readonly isolated: number };
}

export interface ReaderAudit {
  /** Blanks with one possible value that should not be known. */
  readonly recovered: readonly Proven[];
  /** Blanks with one possible value that harms nobody: k or more, or a zero where zeros are told. */
  readonly harmless: readonly Proven[];
  /** Blanks that must be below k, the recovered ones among them. */
  readonly belowK: readonly Proven[];
}

/** Throws ReleaseFault if no counts fit what is published. */
export async function auditRelease(
  tables: PublishedTables,
  rules: AuditRules,
  solver: LinearSolver,
): Promise<ReleaseAudit> {
  const { k, zeros } = rules;
  const remainders = isolatedRemainders(tables, k);
  const differences = closeDifferences(tables, k);
  const { blanks, tried, undecided, ...found } = await auditBlanks(tables, rules, solver);
  const harms = ({ lower }: Proven): boolean => lower < k && (lower > 0 || zeros === 'unsafe');
  const judge = ({ fixed, belowK }: BlankAudit['naive']): ReaderAudit => ({
    recovered: fixed.filter(harms),
    harmless: fixed.filter((proven) => !harms(proven)),
    belowK,
  });
  const judged = {
    naive: judge(found.naive),
    knowsRules: judge(found.knowsRules),
    insider: judge(found.insider),
  };
  const distinct = (kind: 'recovered' | 'belowK'): number =>
    new Set(readers.flatMap((reader) => judged[reader][kind].map(({ cell }) => cell))).size;
  return {
    readers: judged,
    ...{ blanks, tried, undecided, remainders, differences },
    smallAndTold: tables.cells.flatMap(({ count }, cell) =>
      count !== null && count > 0 && count < k ? [cell] : [],
    ),
    failures: {
      recovered: distinct('recovered'),
      belowK: distinct('belowK'),
      isolated: remainders.length + differences.length,
    },
  };
}
