import type { SafeTable, TableVariable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { findTable } from './outline.js';

/** What stands in the address for "everybody together". */
export const EVERYBODY = 'all';
/** Between two variables that form groups. */
const AND = '~';

export interface ExplorerChoice {
  /** What tables are about, each once, in the order of the plan. */
  readonly indicators: readonly TableVariable[];
  /** The breakdowns that the plan has for the chosen indicator. */
  readonly breakdowns: readonly { readonly value: string; readonly groups: readonly TableVariable[] }[];
  readonly indicator: string;
  readonly by: string;
  readonly table: SafeTable | null;
  /** `unknown`: no table has this indicator. `not-planned`: none of it has this breakdown. */
  readonly fault: 'unknown' | 'not-planned' | null;
}

/** Chooses among released tables; nothing is calculated. Null asks for the first of each. */
export function chooseTable(
  tables: readonly SafeTable[],
  wanted: { readonly indicator: string | null; readonly by: string | null },
): ExplorerChoice {
  const indicators = new Map(tables.map((table) => [readingOf(table).subject.id, readingOf(table).subject]));
  const listed = [...indicators.values()];
  const indicator = wanted.indicator ?? listed[0]?.id ?? '';
  if (!indicators.has(indicator))
    return {
      indicators: listed,
      breakdowns: [],
      indicator,
      by: wanted.by ?? EVERYBODY,
      table: null,
      fault: 'unknown',
    };
  const breakdowns = breakdownsOf(tables, indicator);
  const by = wanted.by ?? breakdowns[0]?.value ?? EVERYBODY;
  const chosen = breakdowns.find(({ value }) => value === by);
  const table =
    chosen === undefined
      ? null
      : findTable(
          tables,
          indicator,
          chosen.groups.map(({ id }) => id),
        );
  return {
    indicators: listed,
    breakdowns,
    indicator,
    by,
    table,
    fault: table === null ? 'not-planned' : null,
  };
}

/** Everybody first, then in the order of the plan. */
function breakdownsOf(tables: readonly SafeTable[], indicator: string): ExplorerChoice['breakdowns'] {
  const found = new Map<string, readonly TableVariable[]>();
  for (const table of tables) {
    const { groups, subject } = readingOf(table);
    if (subject.id === indicator) found.set(byOf(groups), groups);
  }
  return [...found]
    .map(([value, groups]) => ({ value, groups }))
    .toSorted((a, b) => Number(b.value === EVERYBODY) - Number(a.value === EVERYBODY));
}

export function byOf(groups: readonly TableVariable[]): string {
  return groups.length === 0 ? EVERYBODY : groups.map(({ id }) => id).join(AND);
}

/** The address of a state of the explorer. */
export function explorerPath(waveId: string, table: SafeTable, picture?: string): string {
  const { groups, subject } = readingOf(table);
  const query = new URLSearchParams({
    indicator: subject.id,
    by: byOf(groups),
    ...(picture === undefined ? {} : { picture }),
  });
  return `/staff/results/${waveId}/explore?${query.toString()}`;
}
