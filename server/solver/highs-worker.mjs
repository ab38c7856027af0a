// The thread that HiGHS runs in: a solve blocks it for as long as it takes. Plain JavaScript, because it has to start
// from the sources as well as from the build. One request is answered after the other: { id, answer } or { id, error }.
import { parentPort } from 'node:worker_threads';
import loadHighs from 'highs';

const OPTIMAL = 7;
const INFEASIBLE = 8;
const DUAL = 1;
const PRIMAL = 4;
/** What may be missing from a bound or a sum. Counts are told apart by 0.00001. */
const ABSOLUTE_LEEWAY = 1e-6;
const RELATIVE_LEEWAY = 1e-9;

const highs = await loadHighs();
const models = new Map();
let opened = 0;

parentPort.on('message', ({ id, action, ...request }) => {
  try {
    parentPort.postMessage({ id, answer: actions[action](request) });
  } catch (error) {
    parentPort.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

const actions = {
  open({ program, secondsPerSolve, changing }) {
    const { lower, upper, rowLower, rowUpper, starts, columns, values } = program;
    const [numCols, numRows] = [lower.length, rowLower.length];
    const model = highs.createModel({
      numCols,
      numRows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: new Float64Array(numCols),
      colLower: lower,
      colUpper: upper,
      rowLower,
      rowUpper,
      matrix: { format: 'csr', numRows, numCols, starts, indices: columns, values },
    });
    // Where only objectives change from solve to solve, the last corner stays feasible, and primal simplex goes on from
    // there; where bounds do, it stays the best one of its kind, and dual simplex does.
    const usual = changing === 'bounds' ? DUAL : PRIMAL;
    model.options.set({ output_flag: false });
    opened += 1;
    models.set(opened, { model, program, usual, secondsPerSolve, objective: new Int32Array(), corners: [] });
    return { model: opened };
  },

  maximise({ model: number, objective, bounds, path }) {
    const held = models.get(number);
    const { model } = held;
    if (held.objective.length > 0)
      model.changeColsCost({ kind: 'set', indices: held.objective }, new Float64Array(held.objective.length));
    if (objective.columns.length > 0)
      model.changeColsCost({ kind: 'set', indices: objective.columns }, objective.values);
    held.objective = objective.columns;
    if (bounds !== undefined && bounds.columns.length > 0) {
      model.changeColsBounds({ kind: 'set', indices: bounds.columns }, bounds.lower, bounds.upper);
      bounds.columns.forEach((column, at) => {
        held.program.lower[column] = bounds.lower[at];
        held.program.upper[column] = bounds.upper[at];
      });
    }
    const answer = solve(held, path.from ?? 'last');
    if (path.keep !== true || answer.status !== 'optimal') return answer;
    const { colStatus, rowStatus } = model.getBasis();
    held.corners.push({ colStatus: Int8Array.from(colStatus), rowStatus: Int8Array.from(rowStatus) });
    return { ...answer, corner: held.corners.length - 1 };
  },

  close({ model: number }) {
    models.get(number)?.model.dispose();
    models.delete(number);
    return {};
  },
};

/** One way after the other, until a solution stands up to the program. */
function solve(held, from) {
  const { model } = held;
  let status;
  for (const prepare of waysFrom(held, from)) {
    const { options, doubtsInfeasible = false } = prepare();
    model.zeroAllClocks();
    model.options.set({ ...options, time_limit: held.secondsPerSolve });
    status = model.run().modelStatus;
    if (status === INFEASIBLE && !doubtsInfeasible) return { status: 'infeasible' };
    if (status !== OPTIMAL) continue;
    const x = model.getSolution().colValue;
    if (fits(held.program, x)) return { status: 'optimal', value: model.getObjectiveValue(), x };
  }
  if (status === OPTIMAL) throw new Error('HiGHS gave a solution that does not fit its program');
  throw new Error(`HiGHS ended with status ${status} instead of an optimum`);
}

function waysFrom({ model, usual, corners }, from) {
  const simplex = (strategy) => ({ solver: 'simplex', presolve: 'off', simplex_strategy: strategy });
  const goOn = () => ({ options: simplex(usual) });
  // A corner from which rounding errors don't let it go on is left behind.
  const startAgain = () => (model.clearSolver(), goOn());
  // Large programs: where simplex takes minutes to the first solution, this takes seconds.
  const interior = () => {
    model.clearSolver();
    return { options: { solver: 'ipm', presolve: 'on' }, doubtsInfeasible: true };
  };
  if (from === 'last') return [goOn, startAgain];
  if (from === 'nowhere') return [interior, startAgain];
  const returnTo = () => {
    const { colStatus, rowStatus } = corners[from.corner];
    model.setBasis({ colStatus: Int32Array.from(colStatus), rowStatus: Int32Array.from(rowStatus) });
    return { options: simplex(DUAL) };
  };
  return [returnTo, interior, startAgain];
}

/** Counted again, because a reader's "may be another" rests on it. */
function fits({ lower, upper, rowLower, rowUpper, starts, columns, values }, x) {
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const leeway = Math.max(ABSOLUTE_LEEWAY, largest * RELATIVE_LEEWAY);
  const within = (value, least, most) => value >= least - leeway && value <= most + leeway;
  return (
    x.every((value, column) => within(value, lower[column], upper[column])) &&
    rowLower.every((least, row) => {
      let sum = 0;
      for (let at = starts[row]; at < starts[row + 1]; at += 1) sum += values[at] * x[columns[at]];
      return within(sum, least, rowUpper[row]);
    })
  );
}
