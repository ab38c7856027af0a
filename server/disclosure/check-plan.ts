import type { Variable } from '../survey/variables.js';
import type { Plan, PlannedTable } from './plan.js';
import { cellCount, TOTAL } from './table-shape.js';

/** `path`: where in the plan, as in `tables.3.breakdown.1`. `key`: a message under `plan.` in the catalogues. */
export interface Fault {
  readonly path: string;
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Cells of one table, margins included. Of a larger one next to nothing could be told, and it would only cost memory. */
export const MAX_CELLS = 200_000;

/** Names of pages beside a wave's tables, in whose addresses ids of tables stand. */
export const reservedTableIds: ReadonlySet<string> = new Set([
  ...['downloads', 'explore', 'files', 'package', 'pictures', 'report', 'tables'],
]);

/**
 * Every fault of a plan against the variables of its questionnaire; empty where the plan can be tabulated. A sensitive
 * variable may form groups ("leadership by migration biography").
 */
export function checkPlan(plan: Plan, variables: readonly Variable[]): Fault[] {
  const known = new Map(variables.map((variable) => [variable.id, variable]));
  const ids = new Set<string>();
  const signatures = new Map<string, string>();
  return plan.tables.flatMap((table, index) => {
    const path = `tables.${String(index)}`;
    const faults = faultsWithin(table, path, known);
    if (ids.has(table.id))
      faults.push({ path: `${path}.id`, key: 'plan.duplicateId', params: { id: table.id } });
    if (reservedTableIds.has(table.id))
      faults.push({ path: `${path}.id`, key: 'plan.reservedId', params: { id: table.id } });
    ids.add(table.id);
    const signature = JSON.stringify([[...table.breakdown].sort(), table.indicator]);
    const twin = signatures.get(signature);
    if (twin !== undefined) faults.push({ path, key: 'plan.duplicateTable', params: { id: table.id, twin } });
    else signatures.set(signature, table.id);
    return faults;
  });
}

function faultsWithin(table: PlannedTable, path: string, known: ReadonlyMap<string, Variable>): Fault[] {
  const faults: Fault[] = [];
  const used = [
    ...table.breakdown.map((id, position) => ({ id, path: `${path}.breakdown.${String(position)}` })),
    ...(table.indicator === null ? [] : [{ id: table.indicator, path: `${path}.indicator` }]),
  ];
  if (used.length === 0) faults.push({ path, key: 'plan.nothingToCount', params: { id: table.id } });
  for (const { id, path: where } of used) {
    const variable = known.get(id);
    if (variable === undefined)
      faults.push({ path: where, key: 'plan.unknownVariable', params: { variable: id } });
    else if (variable.codes.some(({ code }) => code === TOTAL)) {
      faults.push({ path: where, key: 'plan.reservedCode', params: { variable: id, code: TOTAL } });
    }
  }
  table.breakdown.forEach((id, position) => {
    if (table.breakdown.indexOf(id) === position) return;
    faults.push({
      path: `${path}.breakdown.${String(position)}`,
      key: 'plan.duplicateBreakdown',
      params: { variable: id },
    });
  });
  if (table.indicator !== null && table.breakdown.includes(table.indicator)) {
    faults.push({
      path: `${path}.indicator`,
      key: 'plan.indicatorInBreakdown',
      params: { variable: table.indicator },
    });
  }
  const cells = cellCount(used.map(({ id }) => known.get(id)).filter((variable) => variable !== undefined));
  if (cells > MAX_CELLS)
    faults.push({ path, key: 'plan.tooManyCells', params: { id: table.id, cells, limit: MAX_CELLS } });
  return faults;
}
