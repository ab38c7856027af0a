import type { Reference } from '../references/reference.js';
import type { Definition, Localized } from '../survey/definition.js';
import type { Wave } from './office.js';

/** Waves that were started from a package, and what it said of the survey before them. */
export interface FollowUps {
  /**
   * In one transaction: puts the questionnaire on the shelf, makes the draft, notes where it comes from, and adds the figures
   * whose ids are not there yet; what is there stays as it is. `definition-differs`: a questionnaire of this id and version
   * with other contents is there already, and nothing was stored.
   */
  start(followUp: {
    readonly wave: Wave;
    readonly origin: WaveOrigin;
    readonly references: readonly Reference[];
  }): Promise<{ readonly outcome: 'started'; readonly added: number } | 'definition-differs'>;
  /** Null where the wave was not started from a package. */
  originOf(waveId: string): Promise<WaveOrigin | null>;
}

/** The survey before a wave. */
export interface WaveOrigin {
  readonly title: Localized;
  /** `2013`, `2023/24`. */
  readonly year: string;
  /** SHA-256 of the package's list of checksums. */
  readonly digest: string;
  /** Of the key that signed it; null for the one that ships with the program. */
  readonly fingerprint: string | null;
  /** The questionnaire as it was asked then. */
  readonly definition: Definition;
}
