/** People to add to (or, negative, to take from) one combination of leaves, a leaf for every dimension. */
export interface InnerChange {
  readonly leaves: readonly number[];
  readonly by: number;
}

/**
 * A complete other set of answers that a reader of the release cannot tell from the true one, as its differences to the
 * truth. Worlds are as confidential as answers: they never leave the server.
 */
export type World = readonly InnerChange[];

/** What is told of a cube, and the proof that it may be. */
export interface Protection {
  /** By cell of the family: 1 where the count is told. */
  readonly published: Uint8Array;
  readonly worlds: readonly World[];
}
