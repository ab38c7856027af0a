import type { SafeTable } from './safe-table.js';

/** All protected tables of one wave, made once from its plan. */
export interface SafeRelease {
  readonly waveId: string;
  /** Minimum group size that held. */
  readonly k: number;
  /** Which rule protected the tables (see protect.ts). */
  readonly policy: ReleasePolicy;
  /** Ballots in the wave: itself a group size, hence null where it is below k. */
  readonly records: number | null;
  readonly tables: readonly SafeTable[];
}

/** `withhold-whole-1`: a table is published only if it and all its margins have no unsafe cell, else withheld whole. */
export const releasePolicies = ['withhold-whole-1'] as const;
export type ReleasePolicy = (typeof releasePolicies)[number];
