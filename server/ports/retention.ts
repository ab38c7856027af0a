import type { Wave } from './office.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Bounds and default of a wave's retention period, in days. */
export const retention = { least: 30, most: 3650, usual: 365 } as const;

/** The instant (ISO) from which the answers of a wave may be destroyed; people are told its day before they answer. */
export function keptUntil({ closesAt, retentionDays }: Pick<Wave, 'closesAt' | 'retentionDays'>): string {
  return new Date(Date.parse(closesAt) + retentionDays * DAY_MS).toISOString();
}

/** What is still there of a wave's answers. */
export interface Remains {
  /** A key that opens them, or gives blind signatures for them. */
  readonly keys: boolean;
  /** Slots of its box. */
  readonly slots: boolean;
  /** Worlds that prove its releases. */
  readonly proofs: boolean;
}

/** Destroys what a wave's answers could be learnt from; released tables stay. */
export interface Shredder {
  remains(waveId: string): Remains;

  /**
   * Notes the day (`2026-11-23`) on the wave, then destroys its keys, the proofs of its releases and the slots of its box,
   * and rebuilds the files, so that nothing remains in them. May be called again: what a crash left is destroyed then, and
   * the day stays. Rejects unless the wave is closed.
   */
  shred(waveId: string, day: string): Promise<void>;
}
