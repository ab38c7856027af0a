import type { SafeRelease } from '../disclosure/safe-release.js';
import type { ReadOutcome } from './ballot-box.js';
import type { StoredRelease } from './office.js';

/**
 * From a closed wave to a release: the only verbs by which the apps reach results.
 * What they return is made of SafeTables; no verb returns a ballot or a raw count.
 */
export interface ReleaseOffice {
  /**
   * Derives, tabulates the plan, protects, and stores the outcome as a proposal for the council. Where the ballots can't be
   * opened, nothing is changed.
   */
  prepare(waveId: string, by: string): Promise<'proposed' | 'exists' | 'not-closed' | 'no-tables' | Unopened>;

  /** A proposal or release for those who decide on it; null where there is none. Rejects if its seal is broken. */
  review(
    releaseId: string,
  ): Promise<{ readonly record: ReleaseRecord; readonly release: SafeRelease } | null>;

  /** What analysts may see: a release that was approved; null otherwise. */
  published(
    waveId: string,
  ): Promise<{ readonly record: ReleaseRecord; readonly release: SafeRelease } | null>;

  list(): Promise<readonly ReleaseRecord[]>;

  /**
   * Counts the wave again, has the checker judge the stored worlds, and attacks what is told from outside with a solver; null
   * where there is no such release, or none that was made with worlds.
   */
  examine(releaseId: string): Promise<Examination | Unopened | null>;

  /** The second person's decision. */
  decide(
    releaseId: string,
    decision: 'released' | 'rejected',
    by: string,
    reason: string | null,
  ): Promise<'done' | 'same-person' | 'not-proposed'>;
}

/** Why the ballots of a wave could not be read (see SealedBallots). `shredded`: they were destroyed on purpose. */
export type Unopened = Exclude<ReadOutcome, 'read'> | 'shredded';

/** What was found out about a release; nothing in it tells which cell. */
export interface Examination {
  /** Whether the numbers that are told are those of the ballots. */
  readonly sameNumbers: boolean;
  readonly checker: {
    readonly passed: boolean;
    /** Cells that must be blank, those of them that have their worlds, and further ones that are blank for their sake. */
    readonly unsafe: number;
    readonly covered: number;
    readonly further: number;
    readonly worlds: number;
  };
  readonly attack: {
    /** Blank cells of all tables, and records that an insider was tried with. */
    readonly blanks: number;
    readonly records: number;
    readonly recovered: number;
    readonly belowK: number;
    readonly isolated: number;
  };
}

export type ReleaseRecord = Omit<StoredRelease, 'sealed'>;
