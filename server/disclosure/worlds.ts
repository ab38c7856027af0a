/** People to add to (or, negative, to take from) one combination of leaves, a leaf for every dimension. */
export interface InnerChange {
  readonly leaves: readonly number[];
  readonly by: number;
}

/**
 * A complete other set of tables that a reader of the release cannot tell from the true one, as its differences to the
 * truth: whole, non-negative counts in every cell of the family, told or blank, that add up (docs/adr/0009). Worlds are as
 * confidential as answers: they never leave the server.
 */
export type World = readonly InnerChange[];

/** What is told of a cube, and the proof that it may be. */
export interface Protection {
  /** By cell of the family: 1 where the count is told. */
  readonly published: Uint8Array;
  readonly worlds: readonly World[];
}
