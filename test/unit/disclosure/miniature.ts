import { makeCube, type Cube } from '../../../server/disclosure/cube.js';
import { familyOfPlan, type PlanFamily } from '../../../server/disclosure/plan-family.js';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import {
  checkAgain,
  protectPlan,
  type CodedBallots,
  type PlanRules,
  type Proof,
  type ProvenRelease,
  type SecondJudgement,
} from '../../../server/disclosure/protect-plan.js';
import { cellCodes } from '../../../server/disclosure/table-shape.js';
import type { Sensitivity } from '../../../server/survey/definition.js';
import type { Variable } from '../../../server/survey/variables.js';

/** Small data sets written as "so many ballots with these codes", for tests of disclosure control. */

export type Coded = Record<string, string>;

export function variable(id: string, sensitivity: Sensitivity, codes: readonly string[]): Variable {
  return {
    id,
    label: { de: `${id} (de)`, en: `${id} (en)` },
    sensitivity,
    kind: 'item',
    codes: codes.map((code) => ({ code, label: { de: `${code} (de)`, en: `${code} (en)` } })),
  };
}

/** `[[20, { office: 'a' }], ...]` as single ballots. */
export function ballots(groups: readonly (readonly [number, Coded])[]): Coded[] {
  return groups.flatMap(([count, codes]) => Array.from({ length: count }, () => ({ ...codes })));
}

/** `table('office', 'yes')`: breakdown by office, indicator yes. */
export function table(breakdown: string, indicator: string | null) {
  const groups = breakdown === '' ? [] : breakdown.split(' ');
  return { id: [...groups, indicator ?? 'n'].join('-'), breakdown: groups, indicator };
}

/** Variables that restrict nothing: every code combines with every other. */
function free(variables: readonly Variable[]): PlanRules['linked'] {
  return (ids) =>
    ids.map((id) => ({
      variables: [id],
      combinations: variables.find((each) => each.id === id)!.codes.map(({ code }) => [code]),
    }));
}

type Options = Partial<Omit<PlanRules, 'waveId'>>;

function rulesOf(
  variables: readonly Variable[],
  { k = 5, linked = free(variables), saysNothing = () => false }: Options,
): PlanRules {
  return { waveId: 'w', k, linked, saysNothing };
}

function alike(data: readonly Coded[]): CodedBallots[] {
  return data.map((codes) => ({ codes, people: 1 }));
}

export function proven(
  variables: readonly Variable[],
  tables: readonly ReturnType<typeof table>[],
  data: readonly Coded[],
  options: Options = {},
  earlier: ProvenRelease | null = null,
): ProvenRelease {
  return protectPlan({ tables: [...tables] }, variables, alike(data), rulesOf(variables, options), earlier);
}

/** What is found where a proof that was made earlier is held against these ballots. */
export function judged(
  proof: Proof,
  variables: readonly Variable[],
  tables: readonly ReturnType<typeof table>[],
  data: readonly Coded[],
  options: Options = {},
  earlier: SafeRelease | null = null,
): SecondJudgement {
  return checkAgain(
    { tables: [...tables] },
    variables,
    alike(data),
    rulesOf(variables, options),
    proof,
    earlier,
  );
}

export function release(...given: Parameters<typeof proven>): SafeRelease {
  return proven(...given).release;
}

/** Every cell of a table as it is told, `.` for a blank: `{ 'a yes': 20, 'a no': '.' }`. */
export function cellsOf(result: SafeRelease, id: string): Record<string, number | '.'> {
  const found = result.tables.find((one) => one.id === id);
  return Object.fromEntries((found?.cells ?? []).map(({ codes, count }) => [codes.join(' '), count ?? '.']));
}

/** The cells of a table that are blank. */
export function blanksOf(result: SafeRelease, id: string): string[] {
  return Object.entries(cellsOf(result, id)).flatMap(([codes, count]) => (count === '.' ? [codes] : []));
}

/** Which tables of the release are published, by id. */
export function published(result: SafeRelease): string[] {
  return result.tables.filter(({ status }) => status === 'published').map(({ id }) => id);
}

/** Variables that can only have these codes together; all others restrict nothing. */
export function linking(
  variables: readonly Variable[],
  together: readonly string[],
  combinations: readonly (readonly string[])[] | null,
): PlanRules['linked'] {
  return (ids) => {
    const group = together.filter((id) => ids.includes(id));
    if (group.length < 2 && combinations === null) return free(variables)(ids);
    if (group.length === 0) return free(variables)(ids);
    const seen = combinations?.map((codes) => group.map((id) => codes[together.indexOf(id)] ?? ''));
    const distinct = seen && [...new Map(seen.map((codes) => [codes.join(), codes])).values()];
    return [
      { variables: group, combinations: distinct ?? null },
      ...free(variables)(ids.filter((id) => !group.includes(id))),
    ];
  };
}

export interface Counted {
  readonly placed: PlanFamily;
  readonly cube: Cube;
}

/** The family of a plan, counted without any protection. */
export function counted(
  variables: readonly Variable[],
  tables: readonly ReturnType<typeof table>[],
  data: readonly Coded[],
  linked = free(variables),
): Counted {
  const placed = familyOfPlan({ tables: [...tables] }, variables, linked);
  const builder = makeCube(placed.family);
  for (const codes of data) builder.count(placed.leavesOf(codes));
  return { placed, cube: builder.finish() };
}

/** What a release without protection tells: `told('office-declared', 'a yes')`. */
export function naive(...given: Parameters<typeof counted>): (table: string, codes: string) => number {
  const { placed, cube } = counted(...given);
  return (id, codes) => {
    const found = placed.tables.find(({ shape }) => shape.id === id);
    const at = found ? cellCodes(found.shape).findIndex((own) => own.join(' ') === codes) : -1;
    const cell = found?.cells?.[at];
    if (cell === undefined) throw new Error(`no cell ${codes} in ${id}`);
    return cell < 0 ? 0 : (cube.counts[cell] ?? Number.NaN);
  };
}
