import type { LinearProgram, LinearSolver } from '../ports/linear-solver.js';
import { blanksOf, type BlankSystem } from './blank-system.js';
import type { Bounds } from './propagate-bounds.js';

/** What to make large: by blank a weight; `capped` counts a blank only up to k. */
export interface Objective {
  readonly weights: ReadonlyMap<number, number>;
  readonly capped: boolean;
}

/** A system of blanks that fits the relations, by member of the group; null if there is none. */
export interface Fit {
  readonly value: number;
  readonly x: Float64Array;
}

export interface GroupModel {
  readonly members: readonly number[];
  maximise(objective: Objective): Promise<Fit | null>;
  /** Sets what is known of these blanks from now on. */
  bound(blanks: readonly number[], bounds: Bounds): void;
  close(): Promise<void>;
}

/** Stands for no bound at all: a reader who doesn't even know how many people there are. */
const unlimited = 1e7;

/**
 * A linear program of one group of blanks. A blank that may lie on either side of k is two columns, up to k and beyond:
 * then one program can lift many blanks to k without lifting one of them sky-high.
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
    if (low < k && high > k) beyond.set(blank, members.length + beyond.size);
  }
  const model = await solver.open(programOf(system, columnOf, beyond, bounds, k));
  let changed: { blanks: readonly number[]; bounds: Bounds } | null = null;
  return {
    members,
    async maximise({ weights, capped }) {
      const entries: [number, number][] = [];
      for (const [blank, weight] of weights) {
        const [column, second] = [columnOf.get(blank), beyond.get(blank)];
        if (column !== undefined) entries.push([column, weight]);
        if (second !== undefined && !capped) entries.push([second, weight]);
      }
      entries.sort(([a], [b]) => a - b);
      const objective = {
        columns: Int32Array.from(entries, ([column]) => column),
        values: Float64Array.from(entries, ([, weight]) => weight),
      };
      const answer = await model.maximise(objective, changed === null ? undefined : changeOf(changed));
      changed = null;
      if (answer.status === 'infeasible') return null;
      const x = Float64Array.from(members, (blank, column) => {
        const second = beyond.get(blank);
        return (answer.x[column] ?? 0) + (second === undefined ? 0 : (answer.x[second] ?? 0));
      });
      return { value: answer.value, x };
    },
    bound(blanks, to) {
      const all = [...new Set([...(changed?.blanks ?? []), ...blanks])];
      changed = { blanks: all.sort((a, b) => (columnOf.get(a) ?? 0) - (columnOf.get(b) ?? 0)), bounds: to };
    },
    close: () => model.close(),
  };

  function changeOf(change: { blanks: readonly number[]; bounds: Bounds }) {
    const inside = change.blanks.filter((blank) => columnOf.has(blank));
    const spans = inside.map((blank) => {
      const [low, high] = boundsOf(change.bounds, blank);
      return [low, beyond.has(blank) ? Math.min(high, k) : high] as const;
    });
    return {
      columns: Int32Array.from(inside, (blank) => columnOf.get(blank) ?? 0),
      lower: Float64Array.from(spans, ([low]) => low),
      upper: Float64Array.from(spans, ([, high]) => high),
    };
  }
}

function boundsOf({ lower, upper }: Bounds, blank: number): readonly [number, number] {
  return [lower[blank] ?? 0, Math.min(upper[blank] ?? 0, unlimited)];
}

function programOf(
  system: BlankSystem,
  columnOf: ReadonlyMap<number, number>,
  beyond: ReadonlyMap<number, number>,
  bounds: Bounds,
  k: number,
): LinearProgram {
  const size = columnOf.size + beyond.size;
  const [lower, upper] = [new Float64Array(size), new Float64Array(size)];
  for (const [blank, column] of columnOf) {
    const [low, high] = boundsOf(bounds, blank);
    const second = beyond.get(blank);
    lower[column] = low;
    upper[column] = second === undefined ? high : k;
    if (second !== undefined) upper[second] = high - k;
  }
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
    ...{ lower, upper, rowLower: total, rowUpper: total },
    ...{ starts: Int32Array.from(starts ?? []), columns: Int32Array.from(columns ?? []) },
    values: Float64Array.from(values ?? []),
  };
}
