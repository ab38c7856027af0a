import type { Lang } from './office.js';

/** What HR writes between the figures of a report, in versions that all stay. */
export interface ReportTexts {
  /** The newest version of every chapter that has one. */
  latest(waveId: string): Promise<readonly ReportText[]>;
  /** All versions of a chapter, the newest first. */
  versions(waveId: string, chapter: string): Promise<readonly ReportText[]>;
  /**
   * Adds a version. `basedOn`: the newest one that the writer has seen, 0 for none; where there is a newer one nothing is
   * stored, so that nobody overwrites what they have not read.
   */
  save(text: {
    readonly waveId: string;
    readonly chapter: string;
    readonly text: Readonly<Record<Lang, string>>;
    readonly savedBy: string;
    readonly basedOn: number;
  }): Promise<'saved' | 'unchanged' | 'changed-meanwhile'>;
}

export interface ReportText {
  readonly chapter: string;
  /** From 1 on. */
  readonly version: number;
  /** Plain text; an empty line parts paragraphs. */
  readonly text: Readonly<Record<Lang, string>>;
  readonly savedBy: string;
  /** Day in Germany, `2026-11-23`. */
  readonly savedOn: string;
}
