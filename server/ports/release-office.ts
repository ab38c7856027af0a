import type { SafeRelease } from '../disclosure/safe-release.js';
import type { StoredRelease } from './office.js';

/**
 * From a closed wave to a release: the only verbs by which the apps reach results.
 * What they return is made of SafeTables; no verb returns a ballot or a raw count.
 */
export interface ReleaseOffice {
  /** Derives, tabulates the plan, protects, and stores the outcome as a proposal for the council. */
  prepare(waveId: string, by: string): Promise<'proposed' | 'exists' | 'not-closed' | 'no-tables'>;

  /** A proposal or release for those who decide on it; null where there is none. Rejects if its seal is broken. */
  review(
    releaseId: string,
  ): Promise<{ readonly record: ReleaseRecord; readonly release: SafeRelease } | null>;

  /** What analysts may see: a release that was approved; null otherwise. */
  published(
    waveId: string,
  ): Promise<{ readonly record: ReleaseRecord; readonly release: SafeRelease } | null>;

  list(): Promise<readonly ReleaseRecord[]>;

  /** The second person's decision. */
  decide(
    releaseId: string,
    decision: 'released' | 'rejected',
    by: string,
    reason: string | null,
  ): Promise<'done' | 'same-person' | 'not-proposed'>;
}

export type ReleaseRecord = Omit<StoredRelease, 'sealed'>;
