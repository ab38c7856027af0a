import type { TableShape, TableVariable } from './table-shape.js';
import { cellCodes, dimensions, isNeutral, NEUTRAL_MINIMUM, TOTAL } from './table-shape.js';

export type { TableVariable } from './table-shape.js';

export interface SafeCell {
  /** One code for each breakdown variable, then the indicator's; `total` stands for all codes. */
  readonly codes: readonly string[];
  /** Null: blank. Zero and suppressed are the same blank; there is no number behind it. */
  readonly count: number | null;
}

/**
 * Why a table was withheld. Deliberately coarse: which cell, and whether it was small or empty, would tell something.
 * `wave-too-small`: fewer ballots than k. `unsafe-cells`: at least one group or answer is below the
 * limit, in this table or by subtraction from another one.
 */
export type WithheldReason = 'unsafe-cells' | 'wave-too-small';

export interface SafeTableParts {
  readonly shape: TableShape;
  readonly k: number;
  /** A count or blank for every cell in the order of `cellCodes`, or why there are none. */
  readonly content: readonly (number | null)[] | WithheldReason;
}

const maker = Symbol('disclosure only');

/**
 * A protected table, the only thing that views and exports accept. The constructor wants a symbol that never leaves this
 * file; `mintSafeTable` is imported by protect-plan.ts and seal.ts and nowhere else (test/unit/disclosure/safe-table.test.ts).
 */
export class SafeTable {
  readonly id: string;
  readonly breakdown: readonly TableVariable[];
  readonly indicator: TableVariable | null;
  /** Minimum group size that held. */
  readonly k: number;
  readonly status: 'published' | 'withheld';
  readonly reason: WithheldReason | null;
  /** All cells with all margins; empty where the table was withheld. */
  readonly cells: readonly SafeCell[];
  readonly #index: ReadonlyMap<string, SafeCell>;

  constructor(token: symbol, parts: SafeTableParts) {
    if (token !== maker) throw new Error('only disclosure/ makes a SafeTable');
    const { shape, k, content } = parts;
    this.id = shape.id;
    this.breakdown = Object.freeze(shape.breakdown.map(frozenVariable));
    this.indicator = shape.indicator === null ? null : frozenVariable(shape.indicator);
    this.k = k;
    this.status = typeof content === 'string' ? 'withheld' : 'published';
    this.reason = typeof content === 'string' ? content : null;
    this.cells = Object.freeze(typeof content === 'string' ? [] : frozenCells(parts, content));
    this.#index = new Map(this.cells.map((cell) => [keyOf(cell.codes), cell]));
    Object.freeze(this);
  }

  /** The cell with these codes; null where the table was withheld or has no such cell. */
  cell(codes: readonly string[]): SafeCell | null {
    return this.#index.get(keyOf(codes)) ?? null;
  }
}

/** For protect-plan.ts and seal.ts only. Throws where a count is below the least that could ever be shown in its place. */
export function mintSafeTable(parts: SafeTableParts): SafeTable {
  return new SafeTable(maker, parts);
}

function frozenCells({ shape, k }: SafeTableParts, content: readonly (number | null)[]): SafeCell[] {
  const all = cellCodes(shape);
  if (all.length !== content.length)
    throw new Error(`table ${shape.id}: ${String(content.length)} counts for its cells`);
  const lenient = isNeutral(shape);
  return all.map((codes, key) => {
    const count = content[key] ?? null;
    const least = lenient && codes.at(-1) !== TOTAL ? NEUTRAL_MINIMUM : k;
    if (count !== null && !(Number.isSafeInteger(count) && count >= least)) {
      throw new Error(`table ${shape.id}: a count that must not be shown`);
    }
    return Object.freeze({ codes: Object.freeze(codes), count });
  });
}

function frozenVariable(variable: TableVariable): TableVariable {
  return Object.freeze({
    id: variable.id,
    label: Object.freeze({ ...variable.label }),
    sensitivity: variable.sensitivity,
    codes: Object.freeze(
      variable.codes.map(({ code, label }) => Object.freeze({ code, label: Object.freeze({ ...label }) })),
    ),
    ...(variable.scale === undefined ? {} : { scale: Object.freeze([...variable.scale]) }),
  });
}

/** Codes are made of a-z, 0-9 and _, so a separator cannot occur in one. */
function keyOf(codes: readonly string[]): string {
  return codes.join('|');
}

/** The shape of a table, as it was before it was filled. */
export function shapeOfTable(table: SafeTable): TableShape {
  return { id: table.id, breakdown: table.breakdown, indicator: table.indicator };
}

/** Breakdown variables, then the indicator. */
export function variablesOfTable(table: SafeTable): readonly TableVariable[] {
  return dimensions(shapeOfTable(table));
}
