import type { Localized, Sensitivity } from '../survey/definition.js';
import type { Variable } from '../survey/variables.js';
import type { PlannedTable } from './plan.js';

/** A variable of a table: its complete code list, in the order in which it is shown. */
export interface TableVariable {
  readonly id: string;
  readonly label: Localized;
  readonly sensitivity: Sensitivity;
  readonly codes: readonly { readonly code: string; readonly label: Localized }[];
  /** Of a scale: its codes from the lowest point to the highest. */
  readonly scale?: readonly string[] | undefined;
}

/** What a table is about, without any number. */
export interface TableShape {
  readonly id: string;
  readonly breakdown: readonly TableVariable[];
  /** What is reported about each group; null: the sizes of the groups. */
  readonly indicator: TableVariable | null;
}

/** Stands for "all codes of this variable" in a cell. */
export const TOTAL = 'total';

/** Codes that are no answer: "keine Angabe" and "not asked". They are counted, but are no part of a share's base. */
export const NO_ANSWER_CODES: ReadonlySet<string> = new Set(['na', 'not_asked']);

/** The smallest count of a neutral indicator that releases by the older rule showed inside a group of at least k answers. */
export const NEUTRAL_MINIMUM = 3;

/** Breakdown variables, then the indicator: one position of a cell's codes each. */
export function dimensions(shape: TableShape): readonly TableVariable[] {
  return shape.indicator === null ? shape.breakdown : [...shape.breakdown, shape.indicator];
}

/** Cells of a table with all its margins: the product of (codes + 1). */
export function cellCount(variables: readonly { readonly codes: readonly unknown[] }[]): number {
  return variables.reduce((product, variable) => product * (variable.codes.length + 1), 1);
}

/**
 * The codes of every cell, in the order of the cells' integer keys: mixed radix, the last variable runs fastest, and a
 * variable's total comes after its codes.
 */
export function cellCodes(shape: TableShape): string[][] {
  let cells: string[][] = [[]];
  for (const variable of dimensions(shape)) {
    const codes = [...variable.codes.map(({ code }) => code), TOTAL];
    cells = cells.flatMap((cell) => codes.map((code) => [...cell, code]));
  }
  return cells;
}

/**
 * Whether an answer cell (one with a code of the indicator) fell under the older rule's leniency for neutral indicators. A
 * sensitive breakdown makes the whole table sensitive; sizes of groups are never neutral.
 */
export function isNeutral(shape: TableShape): boolean {
  return (
    shape.indicator?.sensitivity === 'neutral' &&
    shape.breakdown.every((variable) => variable.sensitivity !== 'sensitive')
  );
}

/** Throws where a variable is unknown: the plan was checked when the wave was made (check-plan.ts). */
export function shapeOf(table: PlannedTable, variables: readonly Variable[]): TableShape {
  const find = (id: string): TableVariable => {
    const variable = variables.find((candidate) => candidate.id === id);
    if (variable === undefined) throw new Error(`table ${table.id}: no variable ${id}`);
    const { label, sensitivity, codes, scale } = variable;
    return {
      id,
      label,
      sensitivity,
      codes: codes.map((entry) => ({ code: entry.code, label: entry.label })),
      ...(scale === undefined ? {} : { scale }),
    };
  };
  return {
    id: table.id,
    breakdown: table.breakdown.map(find),
    indicator: table.indicator === null ? null : find(table.indicator),
  };
}
