import type { SafeTable } from './safe-table.js';

/** All protected tables of one wave, made once from its plan. */
export interface SafeRelease {
  readonly waveId: string;
  /** Minimum group size that held. */
  readonly k: number;
  /** Which rule protected the tables (see protect-plan.ts). */
  readonly policy: ReleasePolicy;
  /** Ballots in the wave: itself a group size, hence null where it is below k or could tell of a group that is. */
  readonly records: number | null;
  readonly tables: readonly SafeTable[];
}

/**
 * `worlds-strict-1`: cells are blank where a reader could otherwise conclude that a group is smaller than k, whatever the
 * calculation (docs/DISCLOSURE.md). `withhold-whole-1`: releases made before that; a table with one unsafe cell was withheld
 * whole.
 */
export const releasePolicies = ['worlds-strict-1', 'withhold-whole-1'] as const;
export type ReleasePolicy = (typeof releasePolicies)[number];
