import type { Plan, PlannedTable } from '../disclosure/plan.js';
import type { Localized } from '../survey/definition.js';
import type { Variable } from '../survey/variables.js';

/** The tables of a plan that form the same groups, in words a respondent knows from the questionnaire. */
export interface PlannedGroup {
  /** Labels of the variables that groups are formed by; empty: everybody together. */
  readonly by: readonly Localized[];
  /** Labels of what is reported about each group. */
  readonly indicators: readonly Localized[];
  /** Whether the sizes of the groups themselves are reported. */
  readonly sizes: boolean;
}

/** In the order of the plan, tables with the same breakdown together. */
export function describePlan(plan: Plan, variables: readonly Variable[]): PlannedGroup[] {
  const labels = new Map(variables.map(({ id, label }) => [id, label]));
  const labelOf = (id: string): Localized => {
    const label = labels.get(id);
    if (label === undefined) throw new Error(`the plan names "${id}", which the questionnaire does not have`);
    return label;
  };

  const byBreakdown = new Map<string, PlannedTable[]>();
  for (const table of plan.tables) {
    const key = table.breakdown.join('\n');
    byBreakdown.set(key, [...(byBreakdown.get(key) ?? []), table]);
  }
  return [...byBreakdown.values()].map((tables) => ({
    by: (tables[0]?.breakdown ?? []).map(labelOf),
    indicators: tables.flatMap(({ indicator }) => (indicator === null ? [] : [labelOf(indicator)])),
    sizes: tables.some(({ indicator }) => indicator === null),
  }));
}
