/**
 * The ballot box as the respondents' app sees it: things go in, nothing comes out.
 * Every verb is one transaction over codes and ballots together.
 */
export interface BallotBox {
  /** Whether a code could be redeemed right now. Changes nothing. */
  checkCode(waveId: string, codeHash: Uint8Array): Promise<'free' | 'used' | 'unknown'>;

  /**
   * Burns the code (if the wave asks for one) and stores the ballot, both or neither.
   * `receiptHash` names the ballot: sent again under it, it is `accepted` again and stored once. While the box is open the
   * last one sent counts, whatever its code; a sealed box keeps what it has.
   * Resolves only when the ballot is durable.
   */
  accept(submission: Submission): Promise<AcceptOutcome>;

  /** Removes the ballot that this receipt belongs to; the code stays used. */
  withdraw(waveId: string, receiptHash: Uint8Array): Promise<'withdrawn' | 'unknown' | 'closed'>;
}

export interface Submission {
  readonly waveId: string;
  /** Keyed hash of the participation code; null where the wave is open to everybody. */
  readonly codeHash: Uint8Array | null;
  /** Keyed hash of the receipt, 32 bytes; the ballot's only name. */
  readonly receiptHash: Uint8Array;
  /** The encoded answers (see survey/ballot.ts). */
  readonly ballot: Uint8Array;
}

/** `closed`: the wave takes no more ballots (its box was sealed). */
export type AcceptOutcome = 'accepted' | 'code-used' | 'code-unknown' | 'closed';

/** Answers given on paper, typed in by HR: all of a file or nothing of it. */
export interface PaperChannel {
  acceptAll(
    waveId: string,
    ballots: readonly { readonly receiptHash: Uint8Array; readonly ballot: Uint8Array }[],
  ): Promise<'accepted' | 'closed'>;
}

/** Opens and seals boxes. Sealing deletes the wave's codes: from then on nobody can take part, and nobody could have. */
export interface BoxKeeper {
  openBox(waveId: string): Promise<void>;
  sealBox(waveId: string): Promise<void>;
}

/** Reads a sealed box. Handed to releases/ only, which hands every ballot to disclosure/ and keeps none. */
export interface SealedBallots {
  /** Calls `visit` once for each ballot, in an order that tells nothing. Rejects while the box is open. */
  forEach(waveId: string, visit: (ballot: Uint8Array) => void): Promise<void>;
}
