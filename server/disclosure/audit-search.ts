import type { GroupModel } from './audit-model.js';
import { propagateBounds, rowsWith, type Bounds } from './propagate-bounds.js';
import type { BlankSystem } from './blank-system.js';

/** By blank: the least and the most it was seen to hold in systems that fit. */
export interface Span {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Differences below this are rounding errors of the solver; always taken in favour of the wider interval. */
export const TOLERANCE = 1e-5;

export function emptySpan(size: number): Span {
  return { least: new Float64Array(size).fill(Infinity), most: new Float64Array(size).fill(-Infinity) };
}

export function see({ least, most }: Span, members: readonly number[], x: Float64Array): void {
  members.forEach((blank, column) => {
    const value = x[column] ?? 0;
    if (value < (least[blank] ?? 0)) least[blank] = value;
    if (value > (most[blank] ?? 0)) most[blank] = value;
  });
}

/** Neither shown to be able to hold k or more nor known not to. */
function mayBeSmall({ upper }: Bounds, { most }: Span, k: number, blank: number): boolean {
  return (upper[blank] ?? 0) >= k && (most[blank] ?? 0) < k - TOLERANCE;
}

/** Neither seen with two whole numbers nor known to have only one. */
function mayBeFixed({ lower, upper }: Bounds, { least, most }: Span, blank: number): boolean {
  if ((lower[blank] ?? 0) >= (upper[blank] ?? 0)) return false;
  return !(Math.floor((most[blank] ?? 0) + TOLERANCE) > Math.ceil((least[blank] ?? 0) - TOLERANCE));
}

interface Task {
  readonly system: BlankSystem;
  readonly model: GroupModel;
  /** Tightened in place by what is proven. */
  readonly bounds: Bounds;
  /** Widened in place by what is seen. */
  readonly span: Span;
  readonly k: number;
  /** Blanks to decide about, those that contain others first. */
  readonly wanted: readonly number[];
  /** Blanks that need not be proven to be small, or to be fixed, once more. */
  readonly settled?: Settled;
  readonly onFit?: (x: Float64Array) => void;
}

export interface Settled {
  readonly small: { has(blank: number): boolean };
  readonly fixed: { has(blank: number): boolean };
}

const nothingYet: Settled = { small: new Set(), fixed: new Set() };

/**
 * Decides about each wanted blank: afterwards its bounds meet if it has one whole number only, the upper one is below k if
 * it has to be, and otherwise a system was seen that shows the contrary. False if nothing fits the bounds.
 */
export async function search(task: Task): Promise<boolean> {
  const { bounds, span, k, wanted, settled = nothingYet } = task;
  const isSmall = (blank: number): boolean => !settled.small.has(blank) && mayBeSmall(bounds, span, k, blank);
  const isFixed = (blank: number): boolean => !settled.fixed.has(blank) && mayBeFixed(bounds, span, blank);
  if (!(await pool(task, () => wanted.filter(isSmall), true, 1))) return false;
  for (const sign of [-1, 1] as const)
    if (!(await pool(task, () => wanted.filter(isFixed), false, sign))) return false;
  for (const blank of wanted) {
    if ((isSmall(blank) || isFixed(blank)) && !(await single(task, blank, 1))) return false;
    if (isFixed(blank) && !(await single(task, blank, -1))) return false;
  }
  return true;
}

/** Many blanks in one objective, as long as that settles enough of them. */
async function pool(task: Task, open: () => number[], capped: boolean, sign: 1 | -1): Promise<boolean> {
  let poor = 0;
  for (let left = open(), round = 1; left.length > 1 && poor < 2; round += 1) {
    // Uneven weights, others each time: of blanks that compete for the same people, another one wins.
    const weights = new Map(
      left.map((blank) => [blank, sign * (0.5 + (((blank + 1) * round * 7919) % 1009) / 1009)]),
    );
    const fit = await task.model.maximise({ weights, capped });
    if (fit === null) return false;
    see(task.span, task.model.members, fit.x);
    task.onFit?.(fit.x);
    const before = left.length;
    left = open();
    poor = before - left.length < Math.max(2, before * 0.04) ? poor + 1 : 0;
  }
  return true;
}

async function single(
  { system, model, bounds, span, onFit }: Task,
  blank: number,
  sign: 1 | -1,
): Promise<boolean> {
  const fit = await model.maximise({ weights: new Map([[blank, sign]]), capped: false });
  if (fit === null) return false;
  see(span, model.members, fit.x);
  onFit?.(fit.x);
  const reached = fit.x[model.members.indexOf(blank)] ?? 0;
  if (sign > 0) bounds.upper[blank] = Math.min(bounds.upper[blank] ?? 0, Math.floor(reached + TOLERANCE));
  else bounds.lower[blank] = Math.max(bounds.lower[blank] ?? 0, Math.ceil(reached - TOLERANCE));
  return propagateBounds(system, bounds, rowsWith(system, [blank])) === null;
}
