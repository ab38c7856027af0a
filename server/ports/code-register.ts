/** Who may still take part. Codes are known here only as keyed hashes, with the area they were printed for. */
export interface CodeRegister {
  /** Adds codes, shuffled; rejects none silently: a hash that exists already makes the whole call fail. */
  issue(
    waveId: string,
    codes: readonly { readonly hash: Uint8Array; readonly area: string }[],
  ): Promise<void>;

  /** How many codes were issued for each area; no status of any single code. */
  issued(waveId: string): Promise<readonly { readonly area: string; readonly count: number }[]>;

  /** Discards every code of an area, so that new letters can be printed. Only while no code of the wave was used. */
  discard(waveId: string, area: string): Promise<'discarded' | 'wave-has-started'>;
}

/** Counts for the participation page. Raw figures: only participation.ts may see them, and it rounds before it stores. */
export interface ParticipationCounter {
  /** Used codes by area, and the number of ballots in the box (paper and open access included). */
  count(
    waveId: string,
  ): Promise<{ readonly usedByArea: ReadonlyMap<string, number>; readonly ballots: number }>;
}

/** The published, rounded snapshot of one day (Europe/Berlin). Once stored it does not change before the next day. */
export interface ParticipationBoard {
  snapshot(waveId: string, day: string): Promise<ParticipationSnapshot | null>;
  /** Keeps the first snapshot of a day; a second one of the same day is ignored. Returns what is kept. */
  keep(waveId: string, snapshot: ParticipationSnapshot): Promise<ParticipationSnapshot>;
}

export interface ParticipationSnapshot {
  /** Calendar day, `2026-11-23`. */
  readonly day: string;
  /** Ballots in all, rounded down to tens. */
  readonly total: number;
  /** By area, rounded down to tens; null where the area is too small to be told. */
  readonly areas: readonly { readonly area: string; readonly issued: number; readonly used: number | null }[];
}
