import type { SafeTable } from './safe-table.js';

/** All protected tables of one wave, made once from its plan. */
export interface SafeRelease {
  readonly waveId: string;
  /** Minimum group size that held. */
  readonly k: number;
  /** Ballots in the wave: itself a group size, hence null where it is below k. */
  readonly records: number | null;
  readonly tables: readonly SafeTable[];
}
