import type { Variable } from '../survey/variables.js';
import type { Plan } from './plan.js';
import type { TableShape } from './table-shape.js';
import { cellCount, dimensions, shapeOf } from './table-shape.js';

/** Raw counts of one table. They stay between here and protect.ts: neither views nor exports accept them. */
export interface RawTable {
  readonly shape: TableShape;
  /** By integer key (the order of `cellCodes`), all margins included. */
  readonly counts: Uint32Array;
}

export interface Tabulation {
  /** Ballots counted. */
  readonly records: number;
  readonly tables: readonly RawTable[];
}

export interface Tabulator {
  /** Counts one coded ballot: a code for every variable of the plan. Throws on a missing or unknown code. */
  count(codes: Readonly<Record<string, string>>): void;
  /** All tables of the plan with all their margins. Call once, after the last ballot. */
  finish(): Tabulation;
}

/**
 * Counts ballots into every table of a plan in one pass; margins are summed up once, at the end.
 * Held to a brute-force recount in test/property/disclosure-tabulate.test.ts.
 */
export function makeTabulator(plan: Plan, variables: readonly Variable[]): Tabulator {
  const tables = plan.tables.map((planned) => {
    const shape = shapeOf(planned, variables);
    return { shape, counts: new Uint32Array(cellCount(dimensions(shape))) };
  });
  const positions = new Map<string, ReadonlyMap<string, number>>();
  for (const { shape } of tables) {
    for (const { id, codes } of dimensions(shape)) {
      positions.set(id, new Map(codes.map(({ code }, position) => [code, position])));
    }
  }
  let records = 0;

  return {
    count(codes) {
      // Looked up completely before anything is counted, so that a faulty ballot leaves no table half counted.
      const digits = new Map<string, number>();
      for (const [id, known] of positions) {
        const digit = known.get(codes[id] ?? '');
        if (digit === undefined) throw new Error(`a ballot has no valid code for ${id}`);
        digits.set(id, digit);
      }
      records += 1;
      for (const { shape, counts } of tables) {
        let key = 0;
        for (const { id, codes: list } of dimensions(shape))
          key = key * (list.length + 1) + (digits.get(id) ?? 0);
        counts[key] = (counts[key] ?? 0) + 1;
      }
    },
    finish() {
      for (const { shape, counts } of tables) addMargins(shape, counts);
      return { records, tables };
    },
  };
}

/** Fills the totals, one variable after the other, so that totals of totals come out right. */
function addMargins(shape: TableShape, counts: Uint32Array): void {
  let stride = 1;
  for (const { codes } of [...dimensions(shape)].reverse()) {
    const block = stride * (codes.length + 1);
    for (let start = 0; start < counts.length; start += block) {
      for (let offset = 0; offset < stride; offset += 1) {
        let sum = 0;
        for (let digit = 0; digit < codes.length; digit += 1)
          sum += counts[start + digit * stride + offset] ?? 0;
        counts[start + codes.length * stride + offset] = sum;
      }
    }
    stride = block;
  }
}
