import type { Evidence, Trail } from './evidence.js';

/** What was gathered of a store whose respondents submitted in a known order. */
export interface Gathered {
  readonly evidence: Evidence;
  /** The number of each respondent's batch, in the order of submission. A copy was taken before the first batch and after each. */
  readonly batches: readonly number[];
  readonly codes: Trail;
  readonly ballots: Trail;
  /** Traces of other kinds. */
  readonly others: readonly Trail[];
}
