import type { LinearModel, LinearProgram, LinearSolver } from '../ports/linear-solver.js';
import { blankConditions, type BlankCondition } from './blank-conditions.js';
import type { Cube } from './cube.js';
import type { Policy } from './policy.js';
import { startState } from './state.js';

/** What is as good as blank in a solution becomes blank, and of the rest this part, the clearest cells first. */
const CLEAR = 0.99;
const PART = 0.02;
const NEXT_TO_NOTHING = 1e-6;
/** Programs with more terms take the solver gigabytes. Large data have few unsafe cells, for which nobody needs a hint. */
const MOST_TERMS = 500_000;

/**
 * Told cells that a cheap release probably blanks: they meet all conditions of single relations (blank-conditions.ts) and
 * hold about as few people as that takes. Found by a linear program, of whose solution more and more is rounded up (a
 * dive). A hint for the search, and no more: what is safe is for the worlds to show. Empty where there is no solution,
 * and where the program would be too large.
 */
export async function likelyBlanks(
  cube: Cube,
  policy: Policy,
  solver: LinearSolver,
): Promise<ReadonlySet<number>> {
  const { price } = startState(cube, policy);
  const conditions = blankConditions(cube, policy);
  const terms = conditions.reduce((sum, condition) => sum + condition.cells.length, 0);
  if (terms > MOST_TERMS) return new Set();
  const cells = cellsIn(conditions).filter((cell) => Number.isFinite(price[cell]));
  if (cells.length === 0) return new Set();
  const model = await solver.open(blankProgram(cells, conditions), 'bounds');
  try {
    const cost = Float64Array.from(cells, (cell) => -(price[cell] ?? 0));
    const chosen = await dive(model, cost);
    return new Set(cells.filter((_, column) => chosen.has(column)));
  } finally {
    await model.close();
  }
}

/** Every cell that a condition names, in rising order. */
export function cellsIn(conditions: readonly BlankCondition[]): number[] {
  const cells = new Set<number>();
  for (const condition of conditions) for (const cell of condition.cells) cells.add(cell);
  return [...cells].sort((a, b) => a - b);
}

/** One column a cell: 1 where it is blank. Other cells stay told. */
export function blankProgram(cells: readonly number[], conditions: readonly BlankCondition[]): LinearProgram {
  const columnOf = new Map(cells.map((cell, column) => [cell, column]));
  const [starts, columns, values, least]: [number[], number[], number[], number[]] = [[0], [], [], []];
  for (const condition of conditions) {
    const only = condition.only === null ? null : columnOf.get(condition.only);
    if (only === undefined) continue;
    const entries = condition.cells.flatMap((cell): [number, number][] => {
      const column = columnOf.get(cell);
      return column === undefined ? [] : [[column, cell === condition.only ? -1 : 1]];
    });
    entries.sort(([a], [b]) => a - b);
    for (const [column, value] of entries) {
      columns.push(column);
      values.push(value);
    }
    starts.push(columns.length);
    least.push(only === null ? 1 : 0);
  }
  return {
    lower: new Float64Array(cells.length),
    upper: new Float64Array(cells.length).fill(1),
    rowLower: Float64Array.from(least),
    rowUpper: new Float64Array(least.length).fill(Infinity),
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
  };
}

/** Columns that are 1 in a whole-number solution that costs little. */
async function dive(model: LinearModel, cost: Float64Array): Promise<ReadonlySet<number>> {
  const fixed = new Set<number>();
  const objective = { columns: Int32Array.from(cost.keys()), values: cost };
  for (;;) {
    const now = Int32Array.from(fixed).sort();
    const ones = new Float64Array(now.length).fill(1);
    const answer = await model.maximise(objective, { columns: now, lower: ones, upper: ones });
    if (answer.status === 'infeasible') return new Set();
    const open = [...answer.x.keys()]
      .filter((column) => !fixed.has(column) && (answer.x[column] ?? 0) > NEXT_TO_NOTHING)
      .sort((a, b) => (answer.x[b] ?? 0) - (answer.x[a] ?? 0) || a - b);
    if (open.length === 0) return fixed;
    const unclear = open.filter((column) => (answer.x[column] ?? 0) < CLEAR);
    const most = open.length - unclear.length + Math.ceil(unclear.length * PART);
    for (const column of open.slice(0, most)) fixed.add(column);
  }
}
