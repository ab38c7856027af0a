/**
 * The ballot box as the respondents' app sees it: things go in, nothing comes out.
 * Every verb is one transaction over codes and ballots together. Transactions of requests that wait at the same time are
 * committed together. `busy`: too many wait already; nothing was changed, and it may be tried again in a moment.
 */
export interface BallotBox {
  /** Whether a code could be redeemed right now. Changes nothing. */
  checkCode(waveId: string, codeHash: Uint8Array): Promise<'free' | 'used' | 'unknown'>;

  /**
   * Burns the code or spends the credential (if the wave asks for one) and stores the ballot, both or neither.
   * `receiptHash` names the ballot: sent again under it, it is `accepted` again and stored once. While the box is open the
   * last one sent counts, whatever its code; a sealed box keeps what it has.
   * Resolves only when the ballot is durable. Rejects where the ballot has another length than those of its box.
   */
  accept(submission: Submission): Promise<AcceptOutcome>;

  /**
   * Burns a code in exchange for a blind signature, which the caller gives on `redeemed`. `requestHash` (32 bytes, keyed
   * hash of what is to be signed) is remembered: the same request is `redeemed` again, any other finds the code used.
   */
  redeem(waveId: string, codeHash: Uint8Array, requestHash: Uint8Array): Promise<RedeemOutcome>;

  /** Removes the ballot that this receipt belongs to; the code stays used, the credential spent. */
  withdraw(waveId: string, receiptHash: Uint8Array): Promise<'withdrawn' | 'unknown' | 'closed' | 'busy'>;
}

export interface Submission {
  readonly waveId: string;
  /** Keyed hash of the participation code; null where the wave is open to everybody, or with a credential. */
  readonly codeHash: Uint8Array | null;
  /** Keyed hash of a credential that was found genuine, 32 bytes; null where a code is shown or none is asked for. */
  readonly credentialHash: Uint8Array | null;
  /** Keyed hash of the receipt, 32 bytes; the ballot's only name. */
  readonly receiptHash: Uint8Array;
  /** The encoded answers (see survey/ballot.ts). */
  readonly ballot: Uint8Array;
}

/** `closed`: the wave takes no more ballots (its box was sealed). */
export type AcceptOutcome =
  'accepted' | 'code-used' | 'code-unknown' | 'credential-spent' | 'closed' | 'busy';

export type RedeemOutcome = 'redeemed' | 'code-used' | 'code-unknown' | 'closed' | 'busy';

/** Answers given on paper, typed in by HR: all of a file or nothing of it. */
export interface PaperChannel {
  acceptAll(
    waveId: string,
    ballots: readonly { readonly receiptHash: Uint8Array; readonly ballot: Uint8Array }[],
  ): Promise<'accepted' | 'closed'>;
}

export interface BoxSize {
  /** Length of every ballot (survey/ballot.ts). */
  readonly ballotBytes: number;
  /** How many ballots to expect, as many as there are people; more find room as well. */
  readonly places: number;
}

/** Opens and seals boxes. Sealing deletes the wave's codes: from then on nobody can take part, and nobody could have. */
export interface BoxKeeper {
  /** Makes the wave's keys and lays out its slots. Changes nothing where the box is open already. */
  openBox(waveId: string, size: BoxSize): Promise<void>;
  sealBox(waveId: string): Promise<void>;
}

/**
 * Reads a sealed box. Handed to releases/ only, which hands every ballot to disclosure/ and keeps none.
 *
 * `key-missing`, `key-wrong`: the wave's key is not in KEY_DIR, or is another wave's. `damaged`: a ballot can't be opened
 * although the key is right. Whatever was visited before then counts for nothing.
 */
export interface SealedBallots {
  /** Calls `visit` once for each ballot, in an order that tells nothing. Rejects while the box is open. */
  forEach(waveId: string, visit: (ballot: Uint8Array) => void): Promise<ReadOutcome>;
}

export type ReadOutcome = 'read' | 'key-missing' | 'key-wrong' | 'damaged';
