/** A file by its path below its folder, with `/` between the parts. */
export interface DataFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Copies of the data folder for a backup: all files together, as they were at one moment. */
export interface Copies {
  /**
   * Hands a copy of every database file to `keep`, and remembers in the files that it was taken. Where `keep` throws,
   * nothing was changed.
   *
   * `tooFew`: waves that are open and would be shown too closely, because fewer than k ballots, or some codes but fewer
   * than k, have come since the copy before this one. Then no copy was made. Empty: it was.
   */
  take(keep: (files: readonly DataFile[]) => void): { readonly tooFew: readonly string[] };

  /** Waves whose ballots can't be opened, although nobody destroyed them: their key is not in the key folder, or another one is. */
  withoutKey(): readonly string[];
}
