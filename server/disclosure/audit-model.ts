import type { BoundChange, LinearProgram, LinearSolver, Path } from '../ports/linear-solver.js';
import { blanksOf, type BlankSystem } from './blank-system.js';
import type { Bounds } from './propagate-bounds.js';

/** What to make large. */
export interface Objective {
  /** By blank. */
  readonly weights: ReadonlyMap<number, number>;
  /** By blank: up to where it counts. Those that aren't named count wholly. */
  readonly caps: ReadonlyMap<number, number>;
}

/** A system of blanks that fits the relations, by member of the group. */
export type Fit = Float64Array;

/** An objective, its solution, and what it takes to go on from there. */
export interface Pooled {
  readonly objective: Objective;
  readonly fit: Fit;
  readonly corner: number;
  /** By member: where it was split into two columns. */
  readonly splits: Float64Array;
}

/** Answers are null where nothing fits. */
export interface GroupModel {
  readonly members: readonly number[];
  /** Simplex takes long to a solution that is far from its last one: better to begin anew, and to go in small steps. */
  readonly large: boolean;
  /** From the last solution. */
  near(objective: Objective): Promise<Fit | null>;
  /** For objectives that have little to do with the last one. */
  far(objective: Objective): Promise<Pooled | null>;
  /** The same once more, under the bounds of now. */
  again(pooled: Pooled): Promise<Fit | null>;
  /** Sets what is known from now on. */
  bound(bounds: Bounds): void;
  close(): Promise<void>;
}

/** Stands for no bound at all: a reader who doesn't even know how many people there are. */
const unlimited = 1e7;
/** Blanks, from which on a group is large. */
const LARGE = 6_000;

/**
 * A linear program of one group of blanks. A blank that may be this or that is two columns, up to some number and beyond:
 * then one program can lift many blanks to it without lifting one of them sky-high.
 */
export async function openGroup(
  system: BlankSystem,
  members: readonly number[],
  bounds: Bounds,
  k: number,
  solver: LinearSolver,
): Promise<GroupModel> {
  const columnOf = new Map(members.map((blank, column) => [blank, column]));
  const beyond = new Map<number, number>();
  for (const blank of members) {
    const [low, high] = boundsOf(bounds, blank);
    if (low + 1 < high) beyond.set(blank, members.length + beyond.size);
  }
  let splits = new Float64Array(members.length).fill(k);
  let known = bounds;
  const sent = spansOf();
  const model = await solver.open({ ...rowsOfGroup(system, columnOf, beyond), ...sent });
  const large = members.length >= LARGE;

  return {
    members,
    large,
    near: async (objective) => {
      split(objective);
      return (await ask(objective, {}))?.fit ?? null;
    },
    async far(objective) {
      split(objective);
      const answer = await ask(objective, { from: large ? 'nowhere' : 'last', keep: true });
      if (answer === null) return null;
      const { fit, corner = 0 } = answer;
      return { objective, fit, corner, splits: splits.slice() };
    },
    async again({ objective, corner, splits: before }) {
      splits = before.slice();
      return (await ask(objective, { from: { corner } }))?.fit ?? null;
    },
    bound(to) {
      known = to;
    },
    close: () => model.close(),
  };

  function split({ caps }: Objective): void {
    for (const [blank, cap] of caps) splits[columnOf.get(blank) ?? 0] = cap;
  }

  async function ask({ weights, caps }: Objective, path: Path) {
    const entries: [number, number][] = [];
    for (const [blank, weight] of weights) {
      const [column, second] = [columnOf.get(blank), beyond.get(blank)];
      if (column !== undefined) entries.push([column, weight]);
      if (second !== undefined && !caps.has(blank)) entries.push([second, weight]);
    }
    entries.sort(([a], [b]) => a - b);
    const objective = {
      columns: Int32Array.from(entries, ([column]) => column),
      values: Float64Array.from(entries, ([, weight]) => weight),
    };
    const answer = await model.maximise(objective, changes(), path);
    if (answer.status === 'infeasible') return null;
    const { x, corner } = answer;
    const fit = Float64Array.from(members, (blank, column) => {
      const second = beyond.get(blank);
      return (x[column] ?? 0) + (second === undefined ? 0 : (x[second] ?? 0));
    });
    return { fit, corner };
  }

  /** By column: its bounds, as they follow from what is known and where blanks are split. */
  function spansOf(): Bounds {
    const size = members.length + beyond.size;
    const [lower, upper] = [new Float64Array(size), new Float64Array(size)];
    members.forEach((blank, column) => {
      const [low, high] = boundsOf(known, blank);
      const second = beyond.get(blank);
      const end = second === undefined ? high : Math.min(high, Math.max(low, splits[column] ?? 0));
      lower[column] = low;
      upper[column] = end;
      if (second !== undefined) upper[second] = high - end;
    });
    return { lower, upper };
  }

  /** What differs from what the solver was told. */
  function changes(): BoundChange {
    const { lower, upper } = spansOf();
    const columns: number[] = [];
    upper.forEach((high, column) => {
      if (high !== sent.upper[column] || lower[column] !== sent.lower[column]) columns.push(column);
    });
    sent.lower.set(lower);
    sent.upper.set(upper);
    const at = (values: Float64Array): Float64Array =>
      Float64Array.from(columns, (column) => values[column] ?? 0);
    return { columns: Int32Array.from(columns), lower: at(lower), upper: at(upper) };
  }
}

function boundsOf({ lower, upper }: Bounds, blank: number): readonly [number, number] {
  return [lower[blank] ?? 0, Math.min(upper[blank] ?? 0, unlimited)];
}

function rowsOfGroup(
  system: BlankSystem,
  columnOf: ReadonlyMap<number, number>,
  beyond: ReadonlyMap<number, number>,
): Omit<LinearProgram, 'lower' | 'upper'> {
  const present = new Set<number>();
  for (const blank of columnOf.keys()) for (const row of system.rowsOf[blank] ?? []) present.add(row);
  const [starts, columns, values, totals]: number[][] = [[0], [], [], []];
  for (const at of [...present].sort((a, b) => a - b)) {
    const row = system.rows[at];
    if (row === undefined) continue;
    for (const blank of blanksOf(row)) {
      const sign = blank === row.minus ? -1 : 1;
      for (const column of [columnOf.get(blank), beyond.get(blank)]) {
        if (column === undefined) continue;
        columns?.push(column);
        values?.push(sign);
      }
    }
    starts?.push(columns?.length ?? 0);
    totals?.push(row.total);
  }
  const total = Float64Array.from(totals ?? []);
  return {
    ...{ rowLower: total, rowUpper: total },
    ...{ starts: Int32Array.from(starts ?? []), columns: Int32Array.from(columns ?? []) },
    values: Float64Array.from(values ?? []),
  };
}
