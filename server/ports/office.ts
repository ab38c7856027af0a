import type { Definition } from '../survey/definition.js';
import type { Plan, PlannedTable } from '../disclosure/plan.js';
import type { Localized } from '../survey/definition.js';

/** Questionnaire definitions, kept by id and version. A version that a wave uses is frozen. */
export interface DefinitionShelf {
  list(): Promise<readonly DefinitionEntry[]>;
  find(id: string, version: string): Promise<Definition | null>;
  /** Stores a new version or replaces an unfrozen one. `frozen`: that version is in use, and what came differs from it. */
  put(definition: Definition): Promise<'stored' | 'unchanged' | 'frozen'>;
}

export interface DefinitionEntry {
  readonly id: string;
  readonly version: string;
  readonly title: Localized;
  readonly frozen: boolean;
}

export type WaveStatus = 'draft' | 'open' | 'closed';
export type Access = 'code' | 'open';

export interface WaveTexts {
  /** Why this is asked, shown first on the welcome page. */
  readonly purpose: Localized;
  /** Who asks, and whom to write to. */
  readonly contact: Localized;
  /** Legal basis of the processing (configurable: see instrument/LAW-AND-PRACTICE). */
  readonly legalBasis: Localized;
}

export interface Wave {
  /** Random, url-safe; part of the respondents' address. */
  readonly id: string;
  readonly title: Localized;
  readonly texts: WaveTexts;
  readonly languages: readonly Lang[];
  readonly access: Access;
  readonly definition: { readonly id: string; readonly version: string };
  /** Minimum group size; at least the configured floor, locked when the wave opens. */
  readonly k: number;
  readonly plan: Plan;
  /** Staff in each area: the population that is asked. Empty where HR has not uploaded it. */
  readonly headcounts: readonly { readonly area: string; readonly count: number }[];
  /** ISO instants, shown in Europe/Berlin. Answers are taken from opensAt until before closesAt. */
  readonly opensAt: string;
  readonly closesAt: string;
  /** How long the answers are kept after closesAt; locked when the wave opens. */
  readonly retentionDays: number;
  /** Day on which the answers were destroyed on purpose, `2026-11-23`; null: not. */
  readonly shreddedOn: string | null;
  readonly status: WaveStatus;
  /** Made up for a demonstration: every page that shows it says so. */
  readonly simulated: boolean;
}

export type Lang = 'de' | 'en';

/** What HR may still change while a wave is a draft. */
export type WaveDraft = Omit<Wave, 'id' | 'status' | 'simulated' | 'shreddedOn'>;

export interface WaveDesk {
  list(): Promise<readonly Wave[]>;
  find(id: string): Promise<Wave | null>;
  /** Freezes the definition it uses. */
  create(wave: Wave): Promise<void>;
  /** Only while the wave is a draft. */
  change(id: string, draft: WaveDraft): Promise<'changed' | 'locked'>;
  /** draft -> open, or open -> closed; never back. False where the wave was not in the state before. */
  advance(id: string, to: 'open' | 'closed'): Promise<boolean>;
  /** Only while the wave is a draft. */
  remove(id: string): Promise<'removed' | 'locked'>;
}

/** Releases as stored: sealed text that only disclosure/ can turn back into SafeTables. */
export interface ReleaseArchive {
  /**
   * A wave has one release that is not rejected, and one more for each supplement of its plan that was approved; the one
   * before has to be decided on. `exists` where there is nothing left to release.
   */
  propose(release: {
    readonly id: string;
    readonly waveId: string;
    readonly proposedBy: string;
    readonly sealed: string;
    /** Sealed bytes that prove it; null where nothing is told. */
    readonly proof: Uint8Array | null;
  }): Promise<'proposed' | 'exists'>;
  /** The sealed proof; null where there is none. */
  proofOf(id: string): Promise<Uint8Array | null>;
  find(id: string): Promise<StoredRelease | null>;
  /** The newest one that was not rejected. */
  ofWave(waveId: string): Promise<StoredRelease | null>;
  /** What was released of a wave, the newest first; each tells all that those before it told. */
  releasedOf(waveId: string): Promise<readonly StoredRelease[]>;
  list(): Promise<readonly StoredRelease[]>;
  /** proposed -> released, by somebody else than who proposed it. */
  decide(
    id: string,
    decision: 'released' | 'rejected',
    by: string,
    reason: string | null,
  ): Promise<'done' | 'same-person' | 'not-proposed'>;
}

export interface StoredRelease {
  readonly id: string;
  readonly waveId: string;
  readonly status: 'proposed' | 'released' | 'rejected';
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  /** Why it was rejected. */
  readonly reason: string | null;
  /** Day of the decision, `2026-11-23`. */
  readonly decidedOn: string | null;
  readonly sealed: string;
}

/** Tables asked for after a wave has closed, on top of its plan. */
export interface SupplementDesk {
  /** `exists`: another one of the wave waits for its decision. */
  propose(supplement: {
    readonly id: string;
    readonly waveId: string;
    readonly tables: readonly PlannedTable[];
    readonly purpose: string;
    readonly proposedBy: string;
  }): Promise<'proposed' | 'exists'>;
  find(id: string): Promise<Supplement | null>;
  /** The oldest first. */
  ofWave(waveId: string): Promise<readonly Supplement[]>;
  /** The newest first. */
  list(): Promise<readonly Supplement[]>;
  /** proposed -> approved, by somebody else than who proposed it. */
  decide(
    id: string,
    decision: 'approved' | 'rejected',
    by: string,
    reason: string | null,
  ): Promise<'done' | 'same-person' | 'not-proposed'>;
}

export interface Supplement {
  readonly id: string;
  readonly waveId: string;
  readonly tables: readonly PlannedTable[];
  /** What they are wanted for, in HR's words. */
  readonly purpose: string;
  readonly status: 'proposed' | 'approved' | 'rejected';
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  /** Why it was rejected. */
  readonly reason: string | null;
  /** Day of the decision, `2026-11-23`. */
  readonly decidedOn: string | null;
}
