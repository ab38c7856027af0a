/** Whole system in sparse rows: rowLower <= A x <= rowUpper, lower <= x <= upper; `starts` has one entry more than rows. */
export interface LinearProgram {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Columns in rising order, each with a value. */
export interface Entries {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Columns in rising order, each with new bounds. */
export interface BoundChange {
  readonly columns: Int32Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export type LinearAnswer =
  | {
      readonly status: 'optimal';
      readonly value: number;
      readonly x: Float64Array;
      /** Where the model was asked to keep it: names this solution as one to start from. */
      readonly corner?: number;
    }
  | { readonly status: 'infeasible' };

/** Decides about speed, and about which of several best solutions is found; never about how good it is. */
export interface Path {
  /** The last solution (if nothing is said), none, which suits large programs, or a corner that was kept. */
  readonly from?: 'last' | 'nowhere' | { readonly corner: number };
  readonly keep?: boolean;
}

/** One program that is solved again and again. Every solution is checked against the program before it is given. */
export interface LinearModel {
  /** Columns that the objective doesn't name have none; bounds stay changed. Rejects if the solver gives up. */
  maximise(objective: Entries, bounds?: BoundChange, path?: Path): Promise<LinearAnswer>;
  close(): Promise<void>;
}

/** Solves outside of the server's own thread. */
export interface LinearSolver {
  /** `changing`: what differs from one solution to the next; it decides about speed only. */
  open(program: LinearProgram, changing?: 'objectives' | 'bounds'): Promise<LinearModel>;
  close(): Promise<void>;
}
