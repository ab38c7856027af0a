import type { Fit, GroupModel, Objective, Pooled } from './audit-model.js';
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
  /** How much goes into which of them are below k, if that isn't to be decided whatever it takes. */
  readonly limit: Limit | null;
  /** Blanks that need not be proven to be small, or to be fixed, once more. */
  readonly settled?: Settled;
  /** What was solved under wider bounds: solved again where that shows much. */
  readonly earlier?: readonly Pooled[];
  readonly onFit?: (fit: Fit) => void;
  readonly onPooled?: (pooled: Pooled) => void;
}

export interface Settled {
  readonly small: { has(blank: number): boolean };
  readonly fixed: { has(blank: number): boolean };
}

const nothingYet: Settled = { small: new Set(), fixed: new Set() };

/** In groups of so many blanks, so many objectives for many of them at once, and for single ones. */
export interface Limit {
  readonly blanks: number;
  readonly pools: number;
  readonly singles: number;
}

/** In a large group, an objective for many takes as long as so many for single blanks from a good corner, and worse later. */
const POOL_IN_SINGLES = 20;
/** One that was solved before takes less. */
const AGAIN_IN_SINGLES = 4;

/** Something that is asked about each wanted blank. */
interface Question {
  readonly open: () => number[];
  /** Seen to hold so many, a blank is settled. */
  readonly aim: (blank: number) => number;
  /** Whether it is settled as well by being seen to hold few. */
  readonly bothWays: boolean;
  readonly most: Pick<Limit, 'pools' | 'singles'>;
}

/**
 * Decides about each wanted blank: afterwards its bounds meet if it has one whole number only, the upper one is below k if
 * it has to be, and otherwise a system was seen that shows the contrary. Where effort is limited, gives the blanks of which
 * it stays open whether they are below k. Null if nothing fits the bounds.
 */
export async function search(task: Task): Promise<number[] | null> {
  const { model, bounds, span, k, wanted, limit, settled = nothingYet } = task;
  const isSmall = (blank: number): boolean => !settled.small.has(blank) && mayBeSmall(bounds, span, k, blank);
  const isFixed = (blank: number): boolean => !settled.fixed.has(blank) && mayBeFixed(bounds, span, blank);
  const all = { pools: Infinity, singles: Infinity };
  const small: Question = {
    open: () => wanted.filter(isSmall),
    aim: () => k,
    bothWays: false,
    most: limit !== null && model.members.length >= limit.blanks ? limit : all,
  };
  const fixed: Question = {
    open: () => wanted.filter(isFixed),
    aim: (blank) => Math.ceil((span.least[blank] ?? 0) - TOLERANCE) + 1,
    bothWays: true,
    most: all,
  };
  if (!(await lookAgain(task, (blank) => isSmall(blank) || isFixed(blank)))) return null;
  for (const question of [small, fixed]) if (!(await decide(task, question))) return null;
  return small.open();
}

/** Earlier objectives, of which each shows much that is open still. */
async function lookAgain(task: Task, isOpen: (blank: number) => boolean): Promise<boolean> {
  const { model, earlier = [] } = task;
  const column = new Map(model.members.map((blank, at) => [blank, at]));
  for (const pooled of earlier) {
    const { caps } = pooled.objective;
    const showed = [...caps].filter(
      ([blank, cap]) => isOpen(blank) && (pooled.fit[column.get(blank) ?? 0] ?? 0) > cap - TOLERANCE,
    );
    if (showed.length < AGAIN_IN_SINGLES) continue;
    if (!take(task, await model.again(pooled))) return false;
  }
  return true;
}

async function decide(task: Task, question: Question): Promise<boolean> {
  const { large } = task.model;
  let round = 0;
  const pool = async (sign: 1 | -1): Promise<boolean> => {
    round += 1;
    const pooled = await task.model.far(objectiveOf(question, sign, round));
    if (pooled !== null) task.onPooled?.(pooled);
    return take(task, pooled?.fit ?? null);
  };
  for (const sign of question.bothWays ? ([-1, 1] as const) : ([1] as const)) {
    let poor = 0;
    for (let left = question.open().length; left > 1 && poor < 2 && round < question.most.pools;) {
      if (!(await pool(sign))) return false;
      const before = left;
      left = question.open().length;
      poor = before - left < (large ? POOL_IN_SINGLES : Math.max(2, before * 0.04)) ? poor + 1 : 0;
    }
  }
  for (let singles = 1, open = question.open(); open.length > 0; singles += 1, open = question.open()) {
    if (singles > question.most.singles) return true;
    // Corners become worse from one to the next, and from a fresh one it goes twice as fast.
    if (large && singles % POOL_IN_SINGLES === 0 && !(await pool(1))) return false;
    const [blank] = question.open();
    if (blank === undefined) return true;
    if (!(await single(task, blank, question.aim(blank)))) return false;
    if (question.open()[0] === blank && !(await single(task, blank, null))) return false;
  }
  return true;
}

/** Many blanks in one objective. */
function objectiveOf({ open, aim }: Question, sign: 1 | -1, round: number): Objective {
  const blanks = open();
  // Uneven weights, others each time: of blanks that compete for the same people, another one wins.
  const weights = new Map(
    blanks.map((blank) => [blank, sign * (0.5 + (((blank + 1) * round * 7919) % 1009) / 1009)]),
  );
  return { weights, caps: new Map(sign > 0 ? blanks.map((blank) => [blank, aim(blank)]) : []) };
}

function take({ span, model, onFit }: Task, fit: Fit | null): fit is Fit {
  if (fit === null) return false;
  see(span, model.members, fit);
  onFit?.(fit);
  return true;
}

/** Makes one blank as large as it can be, up to some number; as small as it can be, if there is none. */
async function single(task: Task, blank: number, aim: number | null): Promise<boolean> {
  const { system, model, bounds } = task;
  const objective: Objective =
    aim === null
      ? { weights: new Map([[blank, -1]]), caps: new Map() }
      : { weights: new Map([[blank, 1]]), caps: new Map([[blank, aim]]) };
  const fit = await model.near(objective);
  if (!take(task, fit)) return false;
  const reached = fit[model.members.indexOf(blank)] ?? 0;
  if (aim === null) bounds.lower[blank] = Math.max(bounds.lower[blank] ?? 0, Math.ceil(reached - TOLERANCE));
  else if (reached < aim - TOLERANCE)
    bounds.upper[blank] = Math.min(bounds.upper[blank] ?? 0, Math.floor(reached + TOLERANCE));
  return propagateBounds(system, bounds, rowsWith(system, [blank])) === null;
}
