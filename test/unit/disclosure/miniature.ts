import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import { protectPlan, type PlanRules, type ProvenRelease } from '../../../server/disclosure/protect-plan.js';
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
