import type { Variable } from '../survey/variables.js';
import { CannotProtect } from './cannot-protect.js';
import { checkProtection, type Verdict } from './check-protection.js';
import { containmentsOf } from './containment.js';
import { makeCube, type Cube, type IsKnownZero } from './cube.js';
import type { Plan, PlannedTable } from './plan.js';
import { Lattice } from './lattice.js';
import { familyOfPlan, type LinkedCodes, type PlanFamily } from './plan-family.js';
import { isUnsafe, type Policy } from './policy.js';
import { protectCube } from './protect-cube.js';
import type { SafeRelease } from './safe-release.js';
import { mintSafeTable, type SafeTable, type WithheldReason } from './safe-table.js';
import { shapeOf } from './table-shape.js';
import { toldIn } from './told-before.js';
import type { Protection } from './worlds.js';

/** Ballots that are alike, with a code for every variable of the plan. */
export interface CodedBallots {
  readonly codes: Readonly<Record<string, string>>;
  readonly people: number;
}

export interface PlanRules {
  readonly waveId: string;
  /** Minimum group size, a whole number of at least 2. */
  readonly k: number;
  readonly linked: (variableIds: readonly string[]) => readonly LinkedCodes[];
  /** Whether a code of a variable holds refusals only: that it is empty in a group tells nothing about anybody's answer. */
  readonly saysNothing: (variableId: string, code: string) => boolean;
}

/** A release with what proves that it may be one. The proof is as confidential as the ballots. */
export interface ProvenRelease {
  readonly release: SafeRelease;
  /** Null where no table is told: so few took part, or nothing can be protected. */
  readonly proof: Proof | null;
}

export interface Proof {
  /** The tables that are told, which the worlds speak of; others are withheld whole. */
  readonly tables: readonly string[];
  readonly protection: Protection;
}

/** The preset for waves: nobody can conclude that a group is smaller than k, one of them being the reader. */
function presetOf(k: number): Policy {
  return { k, guarantee: 'strict', zeros: 'unsafe', insiders: 1 };
}

/**
 * The tables of a plan, protected as one family (protect-cube.ts) and made only of what the checker passes. A table that
 * cannot be protected at all is withheld whole, and the others are protected without it. `earlier`: what was released of
 * the same ballots before, with a part of this plan; all of that is told again, and protected together with what comes
 * new. Deterministic.
 */
export function protectPlan(
  plan: Plan,
  variables: readonly Variable[],
  ballots: readonly CodedBallots[],
  rules: PlanRules,
  earlier: ProvenRelease | null = null,
): ProvenRelease {
  const { k } = rules;
  if (!Number.isSafeInteger(k) || k < 2) throw new Error('k must be a whole number of at least 2');
  const records = ballots.reduce((sum, { people }) => sum + people, 0);
  // In the order of the proof, which numbers its cells by it.
  const kept = tablesNamed(plan, earlier?.proof?.tables ?? []);
  let further = records < k ? [] : plan.tables.filter((table) => !kept.includes(table));
  while (kept.length + further.length > 0) {
    // What is told already comes first: of variables that can't all be counted together the first ones are.
    const tables = [...kept, ...further];
    const placed = familyOfPlan({ tables }, variables, rules.linked);
    const cube = countBallots(placed, variables, ballots, rules, earlier?.release);
    try {
      const protection =
        further.length === 0 && earlier?.proof ? earlier.proof.protection : protectCube(cube, presetOf(k));
      const { verdict, told } = judge(placed, cube, protection, k);
      if (told === null)
        throw new Error(`the checker found ${String(verdict.faultCount)} faults in a protection`);
      const proof = { tables: tables.map(({ id }) => id), protection };
      return {
        release: releaseOf(plan, variables, rules, told, numberTold(placed, cube, protection)),
        proof,
      };
    } catch (error) {
      if (!(error instanceof CannotProtect)) throw error;
      const culprits = placed.tables
        .filter(({ cells }) => cells?.includes(error.cell))
        .map(({ shape }) => shape.id);
      const rest = further.filter(({ id }) => !culprits.includes(id));
      further = rest.length < further.length ? rest : further.slice(0, -1);
    }
  }
  const [number, reason] = records < k ? ([null, 'wave-too-small'] as const) : ([records] as const);
  return { release: releaseOf(plan, variables, rules, new Map(), number, reason), proof: null };
}

/** The number of ballots is a cell like any other: where worlds have another one, it is not told beside the tables either. */
function numberTold(placed: PlanFamily, cube: Cube, { published }: Protection): number | null {
  return published[placed.cellOf({})] === 1 ? cube.records : null;
}

/** `records`: null where the number of ballots is not told. `reason`: why tables that are not told are withheld. */
function releaseOf(
  plan: Plan,
  variables: readonly Variable[],
  { waveId, k }: PlanRules,
  told: ReadonlyMap<string, SafeTable>,
  records: number | null,
  reason: WithheldReason = 'unsafe-cells',
): SafeRelease {
  const shapes = plan.tables.map((table) => shapeOf(table, variables));
  return Object.freeze({
    waveId,
    k,
    policy: 'worlds-strict-1' as const,
    records,
    tables: Object.freeze(
      shapes.map((shape) => told.get(shape.id) ?? mintSafeTable({ shape, k, content: reason })),
    ),
  });
}

export interface SecondJudgement {
  readonly verdict: Verdict;
  /** Cells that are blank for the sake of others. */
  readonly further: number;
  /** Whether readers may know that nobody has these codes: of an empty refusal, and of what can't occur (ADR 7). */
  readonly isKnownEmpty: (codes: Readonly<Record<string, string>>) => boolean;
  /** What the worlds allow to be told of these ballots; null where the checker refuses them. */
  readonly release: SafeRelease | null;
}

/**
 * Counts again and judges the worlds of a release that was made earlier. `earlier`: the one before it, if there was any.
 * Throws where the proof is of another plan.
 */
export function checkAgain(
  plan: Plan,
  variables: readonly Variable[],
  ballots: readonly CodedBallots[],
  rules: PlanRules,
  { tables, protection }: Proof,
  earlier: SafeRelease | null = null,
): SecondJudgement {
  const placed = familyOfPlan({ tables: tablesNamed(plan, tables) }, variables, rules.linked);
  const cube = countBallots(placed, variables, ballots, rules, earlier ?? undefined);
  const { verdict, told } = judge(placed, cube, protection, rules.k);
  let further = 0;
  for (const { role, base, size } of placed.family.grids)
    for (let cell = base; role === 'shown' && cell < base + size; cell += 1)
      if (protection.published[cell] === 0 && !isUnsafe(cube.counts[cell] ?? 0, presetOf(rules.k)))
        further += 1;
  return {
    verdict,
    further,
    isKnownEmpty: (codes) => {
      const cell = placed.cellOf(codes);
      return cell < 0 || (cube.knownZeros[cell] === 1 && cube.counts[cell] === 0);
    },
    release:
      told === null ? null : releaseOf(plan, variables, rules, told, numberTold(placed, cube, protection)),
  };
}

function tablesNamed({ tables }: Plan, ids: readonly string[]): PlannedTable[] {
  return ids.flatMap((id) => tables.find((table) => table.id === id) ?? []);
}

function countBallots(
  placed: PlanFamily,
  variables: readonly Variable[],
  ballots: readonly CodedBallots[],
  { saysNothing }: PlanRules,
  earlier?: SafeRelease,
): Cube {
  const builder = makeCube(placed.family);
  for (const { codes, people } of ballots) builder.count(placed.leavesOf(codes), people);
  const isSensitive = new Set(
    variables.filter(({ sensitivity }) => sensitivity === 'sensitive').map(({ id }) => id),
  );
  // "None of the women refused" tells nothing; "all who refused are of one opinion" would, where somebody did.
  const isKnownZero: IsKnownZero = (cell) => {
    const codes = Object.entries(placed.codesOf(cell));
    const others = codes.filter(([id, code]) => !saysNothing(id, code));
    return others.length < codes.length && others.every(([id]) => !isSensitive.has(id));
  };
  const toldBefore = (counts: Int32Array): Uint8Array =>
    earlier === undefined ? new Uint8Array(counts.length) : toldIn(earlier, placed, counts);
  const cube = builder.finish({ isKnownZero, toldBefore });
  return { ...cube, knownZeros: withCellsInside(cube) };
}

/** What lies in a cell that is known to be empty is known to be empty as well, though it be no cell of any table. */
function withCellsInside(cube: Cube): Uint8Array {
  const known = cube.knownZeros.slice();
  for (const { inner, outerOf } of containmentsOf(new Lattice(cube)))
    outerOf.forEach((outer, position) => {
      if (cube.knownZeros[outer] === 1 && inner.grid.role !== 'behind') known[inner.grid.base + position] = 1;
    });
  return known;
}

/** The only place where a number gets into a table that may be shown: nothing that the checker refuses passes. */
function judge(
  { tables }: PlanFamily,
  cube: Cube,
  protection: Protection,
  k: number,
): { verdict: Verdict; told: ReadonlyMap<string, SafeTable> | null } {
  const verdict = checkProtection(cube, presetOf(k), protection);
  if (!verdict.passed) return { verdict, told: null };
  const told = new Map<string, SafeTable>();
  for (const { shape, cells } of tables)
    if (cells !== null)
      told.set(shape.id, mintSafeTable({ shape, k, content: contentOf(cells, cube, protection) }));
  return { verdict, told };
}

/** An empty cell that may be known to be empty is blank all the same: zero and suppressed look alike everywhere. */
function contentOf(cells: readonly number[], { counts }: Cube, { published }: Protection): (number | null)[] {
  return cells.map((cell) =>
    cell < 0 || published[cell] === 0 || counts[cell] === 0 ? null : (counts[cell] ?? null),
  );
}
