import { makeCube, type Cube } from '../../../server/disclosure/cube.js';
import { familyOfPlan, type PlanFamily } from '../../../server/disclosure/plan-family.js';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import { protectPlan, type PlanRules, type ProvenRelease } from '../../../server/disclosure/protect-plan.js';
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

export function proven(
  variables: readonly Variable[],
  tables: readonly ReturnType<typeof table>[],
  data: readonly Coded[],
  { k = 5, linked = free(variables), saysNothing = () => false }: Partial<Omit<PlanRules, 'waveId'>> = {},
): ProvenRelease {
  const alike = data.map((codes) => ({ codes, people: 1 }));
  return protectPlan({ tables: [...tables] }, variables, alike, { waveId: 'w', k, linked, saysNothing });
}

export function release(...given: Parameters<typeof proven>): SafeRelease {
  return proven(...given).release;
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
    if (group.length < 2) return free(variables)(ids);
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

/** What a release tells, null for a blank: `told('office-declared', 'a yes')`. */
export function reading({ tables }: SafeRelease): (table: string, codes: string) => number | null {
  return (id, codes) => {
    const cell = tables.find((one) => one.id === id)?.cell(codes.split(' '));
    if (!cell) throw new Error(`no cell ${codes} in ${id}`);
    return cell.count;
  };
}
