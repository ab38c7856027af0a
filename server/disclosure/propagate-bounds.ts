import type { BlankSystem } from './blank-system.js';

/** By blank: the least and the most it can be, whole numbers; `upper` may be infinite. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Rows are looked at this often on average before the search ends, tight or not: bounds that creep are left to the solver. */
const mostVisits = 60;

/**
 * Tightens bounds in place along rows until nothing changes: each blank is what the others of its row leave.
 * Starts from `rows` (all of them if not given). Returns the position of a row that cannot be met, or null.
 */
export function propagateBounds(
  { rows, rowsOf }: BlankSystem,
  { lower, upper }: Bounds,
  start?: Iterable<number>,
): number | null {
  const queue = start === undefined ? rows.map((_, row) => row) : [...start];
  const queued = new Uint8Array(rows.length);
  for (const row of queue) queued[row] = 1;
  const enough = Math.max(rows.length, 1000) * mostVisits;
  for (let next = 0; next < queue.length && next < enough; next += 1) {
    const at = queue[next] ?? 0;
    const row = rows[at];
    if (row === undefined) continue;
    queued[at] = 0;
    let [least, most, unbounded] = [-row.total, -row.total, 0];
    for (const blank of row.plus) {
      least += lower[blank] ?? 0;
      const high = upper[blank] ?? 0;
      if (high === Infinity) unbounded += 1;
      else most += high;
    }
    // The parent counts against its parts: what is left over must be able to reach zero.
    const { minus } = row;
    const highOfParent = minus === null ? 0 : (upper[minus] ?? 0);
    const lowOfParent = minus === null ? 0 : (lower[minus] ?? 0);
    if (least > highOfParent || (unbounded === 0 && most < lowOfParent)) return at;
    const tighten = (blank: number, low: number, high: number): void => {
      const [hadLow, hadHigh] = [lower[blank] ?? 0, upper[blank] ?? 0];
      if (low <= hadLow && high >= hadHigh) return;
      lower[blank] = Math.max(low, hadLow);
      upper[blank] = Math.min(high, hadHigh);
      for (const other of rowsOf[blank] ?? []) {
        if (queued[other] === 1) continue;
        queued[other] = 1;
        queue.push(other);
      }
    };
    for (const blank of row.plus) {
      const high = upper[blank] ?? 0;
      const others =
        unbounded > (high === Infinity ? 1 : 0) ? Infinity : most - (high === Infinity ? 0 : high);
      tighten(blank, lowOfParent - others, highOfParent - (least - (lower[blank] ?? 0)));
    }
    if (minus !== null) tighten(minus, least, unbounded > 0 ? Infinity : most);
  }
  return null;
}

/** Bounds of a reader who knows only that a blank holds `least` or more. */
export function openBounds({ blanks }: BlankSystem, least: number): Bounds {
  return {
    lower: new Float64Array(blanks.length).fill(least),
    upper: new Float64Array(blanks.length).fill(Infinity),
  };
}

/** Rows that one of these blanks is in. */
export function rowsWith({ rowsOf }: BlankSystem, blanks: Iterable<number>): Set<number> {
  const found = new Set<number>();
  for (const blank of blanks) for (const row of rowsOf[blank] ?? []) found.add(row);
  return found;
}
