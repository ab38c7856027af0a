import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import { protect, type ProtectionRules } from '../../../server/disclosure/protect.js';
import { makeTabulator, type Tabulation } from '../../../server/disclosure/tabulate.js';
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

export function tabulation(
  variables: readonly Variable[],
  tables: readonly ReturnType<typeof table>[],
  data: readonly Coded[],
): Tabulation {
  const tabulator = makeTabulator({ tables: [...tables] }, variables);
  for (const ballot of data) tabulator.count(ballot);
  return tabulator.finish();
}

export function release(
  variables: readonly Variable[],
  tables: readonly ReturnType<typeof table>[],
  data: readonly Coded[],
  {
    k = 5,
    structuralZero = () => false,
    saysNothing = () => false,
    undecided = () => false,
  }: Partial<Omit<ProtectionRules, 'waveId'>> = {},
): SafeRelease {
  return protect(tabulation(variables, tables, data), {
    waveId: 'w',
    k,
    structuralZero,
    saysNothing,
    undecided,
  });
}

/** Which tables of the release are published, by id. */
export function published(result: SafeRelease): string[] {
  return result.tables.filter(({ status }) => status === 'published').map(({ id }) => id);
}
