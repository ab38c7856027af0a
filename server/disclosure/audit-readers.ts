import type { LinearSolver } from '../ports/linear-solver.js';
import { ancestorsOf } from './audit-differences.js';
import { openGroup, type GroupModel } from './audit-model.js';
import { emptySpan, search, see, TOLERANCE, type Settled, type Span } from './audit-search.js';
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
  /** Records that were tried by bounds alone, and by the solver. */
  readonly tried: { readonly byBounds: number; readonly bySolver: number };
}

interface Group {
  readonly model: GroupModel;
  readonly seen: Float64Array[];
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
    return { blanks, naive, knowsRules: failed, insider: failed, tried: { byBounds: 0, bySolver: 0 } };
  }
  const naive = findingsOf(system, strong.bounds, rules.k);
  const inside = await readAsInsiders(system, strong, rules);
  await strong.close();
  const tried = { byBounds: inside.byBounds, bySolver: inside.bySolver };
  return { blanks, naive, knowsRules: naive, insider: inside.findings, tried };
}

interface Reading {
  /** Before and after what the solver proved. */
  readonly known: Bounds;
  readonly bounds: Bounds;
  readonly span: Span;
  readonly groups: readonly Group[];
  close(): Promise<void>;
}

async function readAlone(
  system: BlankSystem,
  parts: readonly (readonly number[])[],
  { k, zeros }: AuditRules,
  solver: LinearSolver,
  only: { span: Span; wanted: ReadonlySet<number> } | null = null,
): Promise<Reading> {
  const bounds = openBounds(system, zeros === 'published' ? 1 : 0);
  const conflict = propagateBounds(system, bounds);
  if (conflict !== null) throw contradiction(system.tables, system.rows[conflict]?.relation ?? 0);
  const known = copyOf(bounds);
  const span = only?.span ?? emptySpan(system.blanks.length);
  const groups: Group[] = [];
  for (const members of parts) {
    const wanted = coarseFirst(system, members).filter((blank) => only?.wanted.has(blank) ?? true);
    if (wanted.length === 0) continue;
    const group = { model: await openGroup(system, members, known, k, solver), seen: [] as Float64Array[] };
    groups.push(group);
    const fit = await group.model.maximise({ weights: new Map(), capped: false });
    const onFit = (x: Float64Array): void => keep(group, x);
    if (fit === null || !(await search({ system, model: group.model, bounds, span, k, wanted, onFit })))
      throw conflictAmong(system, members);
  }
  const close = async (): Promise<void> => {
    for (const { model } of groups) await model.close();
  };
  return { known, bounds, span, groups, close };
}

async function readAsInsiders(
  system: BlankSystem,
  { known, bounds, groups }: Reading,
  { k, records }: AuditRules,
): Promise<{ findings: ReaderFindings; byBounds: number; bySolver: number }> {
  const found = { fixed: new Map<number, Proven>(), small: new Map<number, Proven>() };
  const collect = (within: Bounds, record: number): void => {
    system.blanks.forEach((cell, blank) => {
      const proven = { cell, lower: within.lower[blank] ?? 0, upper: within.upper[blank] ?? 0, record };
      const [known, small] = [found.fixed.get(blank), found.small.get(blank)];
      if (proven.lower === proven.upper && (known === undefined || proven.lower < known.lower))
        found.fixed.set(blank, proven);
      if (proven.upper < k && (small === undefined || proven.upper < small.upper))
        found.small.set(blank, proven);
    });
  };
  const settled: Settled = {
    small: found.small,
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
      group.model.bound(touched, raised);
      consistent = await searchGroup(system, group, { bounds: within, holding: touched, k, settled });
      group.model.bound(touched, known);
    }
    if (consistent) collect(within, record);
  }
  const inOrder = (proven: ReadonlyMap<number, Proven>): Proven[] =>
    [...proven.values()].sort((a, b) => a.cell - b.cell);
  const findings = { fixed: inOrder(found.fixed), belowK: inOrder(found.small) };
  return { findings, byBounds: possible.length, bySolver: sample.length };
}

async function searchGroup(
  system: BlankSystem,
  group: Group,
  asked: { bounds: Bounds; holding: readonly number[]; k: number; settled: Settled },
): Promise<boolean> {
  const { members } = group.model;
  const span = emptySpan(system.blanks.length);
  const columns = asked.holding.map((blank) => members.indexOf(blank));
  for (const x of group.seen)
    if (columns.every((column) => (x[column] ?? 0) >= 1 - TOLERANCE)) see(span, members, x);
  const onFit = (x: Float64Array): void => keep(group, x);
  const wanted = coarseFirst(system, members);
  return search({ ...asked, system, model: group.model, span, wanted, onFit });
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

function keep({ seen }: Group, x: Float64Array): void {
  if (seen.length < mostKept) seen.push(x);
}

function copyOf({ lower, upper }: Bounds): Bounds {
  return { lower: lower.slice(), upper: upper.slice() };
}
