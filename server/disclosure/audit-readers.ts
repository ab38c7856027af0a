import type { LinearSolver } from '../ports/linear-solver.js';
import { ancestorsOf } from './audit-differences.js';
import { openGroup, type Fit, type GroupModel, type Pooled } from './audit-model.js';
import { emptySpan, search, see, TOLERANCE, type Limit, type Settled, type Span } from './audit-search.js';
import {
  blankSystem,
  componentsOf,
  contradiction,
  contradictionAmong,
  type BlankSystem,
} from './blank-system.js';
import { openBounds, propagateBounds, rowsWith, type Bounds } from './propagate-bounds.js';
import type { ReleaseFault } from './published-tables.js';
import { TOTAL, type PublishedTables } from './published-tables.js';

export interface AuditRules {
  readonly k: number;
  /** `published`: zeros are told, so that no blank is zero. */
  readonly zeros: 'unsafe' | 'published';
  /** How many records to try an insider with. */
  readonly records: number;
  /**
   * Which blanks have one value only is always decided, whatever it takes; which are below k as well, unless there is a
   * limit: then it is told for how many that stays open.
   */
  readonly belowKLimit?: Limit | null;
}

/** What a reader can prove of a blank cell: at least `lower`, at most `upper` people. */
export interface Proven {
  readonly cell: number;
  readonly lower: number;
  readonly upper: number;
  /** The cell whose record the reader has to know for that. */
  readonly record?: number;
}

export interface ReaderFindings {
  /** Blanks with one possible value, whatever it is. */
  readonly fixed: readonly Proven[];
  /** Blanks that must be below k, those with one value among them. */
  readonly belowK: readonly Proven[];
}

export interface BlankAudit {
  readonly blanks: number;
  /** Knows only that no count is negative. */
  readonly naive: ReaderFindings;
  /** Knows besides whether a blank may be zero. */
  readonly knowsRules: ReaderFindings;
  /** Knows besides a record: that the blanks which hold it aren't empty. */
  readonly insider: ReaderFindings;
  /** Blanks of which it stays open whether one of these readers can prove them below k. */
  readonly undecided: readonly number[];
  /** Records that were tried by bounds alone, and by the solver. */
  readonly tried: { readonly byBounds: number; readonly bySolver: number };
}

interface Group {
  readonly model: GroupModel;
  readonly seen: Fit[];
  readonly pooled: Pooled[];
}

const smallestGroup = 300;
/** Systems kept by group, to show that what they show holds for an insider too. */
const mostKept = 600;

/** Throws ReleaseFault if no counts fit what is published. */
export async function auditBlanks(
  tables: PublishedTables,
  rules: AuditRules,
  solver: LinearSolver,
): Promise<BlankAudit> {
  const system = blankSystem(tables);
  const groups = componentsOf(system, smallestGroup);
  const blanks = system.blanks.length;
  const strong = await readAlone(system, groups, rules, solver);
  if (rules.zeros === 'published') {
    // Whatever fits for the one who knows more fits for the one who knows less: only what fails is asked again.
    const failed = findingsOf(system, strong.bounds, rules.k);
    const wanted = new Set(
      [...failed.fixed, ...failed.belowK].map(({ cell }) => system.blanks.indexOf(cell)),
    );
    await strong.close();
    const weak = await readAlone(system, groups, { ...rules, zeros: 'unsafe' }, solver, {
      span: strong.span,
      wanted,
    });
    await weak.close();
    const naive = findingsOf(system, weak.bounds, rules.k, wanted);
    const undecided = cellsOf(system, new Set([...strong.undecided, ...weak.undecided]));
    const tried = { byBounds: 0, bySolver: 0 };
    return { blanks, naive, knowsRules: failed, insider: failed, undecided, tried };
  }
  const naive = findingsOf(system, strong.bounds, rules.k);
  const inside = await readAsInsiders(system, strong, rules);
  await strong.close();
  const tried = { byBounds: inside.byBounds, bySolver: inside.bySolver };
  const undecided = cellsOf(system, inside.undecided);
  return { blanks, naive, knowsRules: naive, insider: inside.findings, undecided, tried };
}

interface Reading {
  /** Before and after what the solver proved. */
  readonly known: Bounds;
  readonly bounds: Bounds;
  readonly span: Span;
  /** Blanks of which it stays open whether they are below k. */
  readonly undecided: ReadonlySet<number>;
  readonly groups: readonly Group[];
  close(): Promise<void>;
}

async function readAlone(
  system: BlankSystem,
  parts: readonly (readonly number[])[],
  { k, zeros, belowKLimit: limit = null }: AuditRules,
  solver: LinearSolver,
  only: { span: Span; wanted: ReadonlySet<number> } | null = null,
): Promise<Reading> {
  const bounds = openBounds(system, zeros === 'published' ? 1 : 0);
  const conflict = propagateBounds(system, bounds);
  if (conflict !== null) throw contradiction(system.tables, system.rows[conflict]?.relation ?? 0);
  const known = copyOf(bounds);
  const span = only?.span ?? emptySpan(system.blanks.length);
  const undecided = new Set<number>();
  const groups: Group[] = [];
  for (const members of parts) {
    const wanted = coarseFirst(system, members).filter((blank) => only?.wanted.has(blank) ?? true);
    if (wanted.length === 0) continue;
    const model = await openGroup(system, members, known, k, solver);
    const group: Group = { model, seen: [], pooled: [] };
    groups.push(group);
    const first = await model.far({ weights: new Map(), caps: new Map() });
    const onFit = (fit: Fit): void => keep(group, fit);
    const onPooled = (pooled: Pooled): void => void group.pooled.push(pooled);
    const open = first && (await search({ system, model, bounds, span, k, wanted, limit, onFit, onPooled }));
    if (open === null) throw conflictAmong(system, members);
    for (const blank of open) undecided.add(blank);
  }
  const close = async (): Promise<void> => {
    for (const { model } of groups) await model.close();
  };
  return { known, bounds, span, undecided, groups, close };
}

interface Inside {
  readonly findings: ReaderFindings;
  readonly undecided: ReadonlySet<number>;
  readonly byBounds: number;
  readonly bySolver: number;
}

async function readAsInsiders(
  system: BlankSystem,
  { known, bounds, undecided: alone, groups }: Reading,
  { k, records, belowKLimit: limit = null }: AuditRules,
): Promise<Inside> {
  const found = { fixed: new Map<number, Proven>(), small: new Map<number, Proven>() };
  const collect = (within: Bounds, record: number): void => {
    system.blanks.forEach((cell, blank) => {
      const [lower, upper] = [within.lower[blank] ?? 0, within.upper[blank] ?? 0];
      const proven = { cell, lower, upper, record };
      if (lower === upper && lower < (found.fixed.get(blank)?.lower ?? Infinity))
        found.fixed.set(blank, proven);
      if (upper < Math.min(k, found.small.get(blank)?.upper ?? Infinity)) found.small.set(blank, proven);
    });
  };
  const undecided = new Set(alone);
  const settled: Settled = {
    // What stays open for a reader who knows less would do so here.
    small: { has: (blank) => found.small.has(blank) || alone.has(blank) },
    // A value that harms nobody may be a smaller one for the next insider.
    fixed: { has: (blank) => (found.fixed.get(blank)?.lower ?? k) < k },
  };
  const possible: { record: number; holding: readonly number[]; slack: number }[] = [];
  const at = new Map(system.blanks.map((cell, blank) => [cell, blank]));
  for (const [record, holding] of recordsIn(system, at)) {
    const within = boundsWith(system, bounds, holding);
    if (within === null) continue;
    collect(within, record);
    const slack = Math.min(...holding.map((blank) => bounds.upper[blank] ?? 0));
    possible.push({ record, holding, slack });
  }
  const sample = spread(
    possible.sort((a, b) => a.slack - b.slack),
    records,
  );
  for (const { record, holding } of sample) {
    const within = boundsWith(system, bounds, holding);
    if (within === null) continue;
    const raised = { lower: known.lower.slice(), upper: known.upper };
    for (const blank of holding) raised.lower[blank] = Math.max(1, raised.lower[blank] ?? 0);
    let consistent = true;
    for (const group of groups) {
      const touched = group.model.members.filter((blank) => holding.includes(blank));
      if (touched.length === 0 || !consistent) continue;
      group.model.bound(raised);
      const open = await searchGroup(system, group, { bounds: within, holding: touched, k, limit, settled });
      group.model.bound(known);
      consistent = open !== null;
      for (const blank of open ?? []) undecided.add(blank);
    }
    if (consistent) collect(within, record);
  }
  const inOrder = (proven: ReadonlyMap<number, Proven>): Proven[] =>
    [...proven.values()].sort((a, b) => a.cell - b.cell);
  const findings = { fixed: inOrder(found.fixed), belowK: inOrder(found.small) };
  for (const blank of found.small.keys()) undecided.delete(blank);
  return { findings, undecided, byBounds: possible.length, bySolver: sample.length };
}

async function searchGroup(
  system: BlankSystem,
  group: Group,
  asked: { bounds: Bounds; holding: readonly number[]; k: number; limit: Limit | null; settled: Settled },
): Promise<number[] | null> {
  const { members } = group.model;
  const span = emptySpan(system.blanks.length);
  const columns = asked.holding.map((blank) => members.indexOf(blank));
  for (const x of group.seen)
    if (columns.every((column) => (x[column] ?? 0) >= 1 - TOLERANCE)) see(span, members, x);
  const onFit = (fit: Fit): void => keep(group, fit);
  const wanted = coarseFirst(system, members);
  return search({ ...asked, system, model: group.model, span, wanted, earlier: group.pooled, onFit });
}

/** The bounds of somebody who knows that these blanks aren't empty; null if one of them has to be. */
function boundsWith(system: BlankSystem, bounds: Bounds, holding: readonly number[]): Bounds | null {
  const within = copyOf(bounds);
  for (const blank of holding) {
    if ((within.upper[blank] ?? 0) < 1) return null;
    within.lower[blank] = Math.max(1, within.lower[blank] ?? 0);
  }
  return propagateBounds(system, within, rowsWith(system, holding)) === null ? within : null;
}

/** By blank cell: the blanks that hold a record with the codes of the cell, for all we know of it. */
function* recordsIn(
  { blanks, tables }: BlankSystem,
  at: ReadonlyMap<number, number>,
): Generator<[record: number, holding: readonly number[]]> {
  for (const [blank, cell] of blanks.entries()) {
    const above = ancestorsOf(tables, tables.cells[cell]?.codes ?? []);
    yield [cell, [blank, ...above.flatMap((ancestor) => at.get(ancestor.cell) ?? [])]];
  }
}

/** As many as wanted, evenly from the first to the last. */
function spread<T>(items: readonly T[], wanted: number): T[] {
  if (items.length <= wanted) return [...items];
  return Array.from({ length: wanted }, (_, at) => items[Math.floor((at * items.length) / wanted)]).filter(
    (item) => item !== undefined,
  );
}

function findingsOf(
  { blanks }: BlankSystem,
  { lower, upper }: Bounds,
  k: number,
  only?: ReadonlySet<number>,
): ReaderFindings {
  const all = blanks.flatMap((cell, blank): Proven[] =>
    only?.has(blank) === false ? [] : [{ cell, lower: lower[blank] ?? 0, upper: upper[blank] ?? 0 }],
  );
  return {
    fixed: all.filter((proven) => proven.lower === proven.upper),
    belowK: all.filter((proven) => proven.upper < k),
  };
}

/** Blanks that contain others come first: what is proven of them holds for what is inside. */
function coarseFirst({ blanks, tables }: BlankSystem, members: readonly number[]): number[] {
  const depth = (blank: number): number =>
    tables.cells[blanks[blank] ?? 0]?.codes.filter((code) => code !== TOTAL).length ?? 0;
  return members
    .map((blank) => [depth(blank), blank] as const)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map(([, blank]) => blank);
}

function conflictAmong({ tables, blanks }: BlankSystem, members: readonly number[]): ReleaseFault {
  return contradictionAmong(
    tables,
    members.map((blank) => blanks[blank] ?? 0),
  );
}

function keep({ seen }: Group, fit: Fit): void {
  if (seen.length < mostKept) seen.push(fit);
}

function cellsOf({ blanks }: BlankSystem, of: ReadonlySet<number>): number[] {
  return blanks.filter((_, blank) => of.has(blank));
}

function copyOf({ lower, upper }: Bounds): Bounds {
  return { lower: lower.slice(), upper: upper.slice() };
}
