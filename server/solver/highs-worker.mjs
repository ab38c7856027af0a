// The thread that HiGHS runs in: a solve blocks it for as long as it takes. Plain JavaScript, because it has to start
// from the sources as well as from the build. One request is answered after the other: { id, answer } or { id, error }.
import { parentPort } from 'node:worker_threads';
import loadHighs from 'highs';

const OPTIMAL = 7;
const INFEASIBLE = 8;
const DUAL = 1;
const PRIMAL = 4;

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
    const strategy = changing === 'bounds' ? DUAL : PRIMAL;
    model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: strategy });
    opened += 1;
    models.set(opened, { model, secondsPerSolve, objective: new Int32Array() });
    return { model: opened };
  },

  maximise({ model: number, objective, bounds }) {
    const held = models.get(number);
    const { model } = held;
    if (held.objective.length > 0)
      model.changeColsCost({ kind: 'set', indices: held.objective }, new Float64Array(held.objective.length));
    if (objective.columns.length > 0)
      model.changeColsCost({ kind: 'set', indices: objective.columns }, objective.values);
    held.objective = objective.columns;
    if (bounds !== undefined && bounds.columns.length > 0)
      model.changeColsBounds({ kind: 'set', indices: bounds.columns }, bounds.lower, bounds.upper);
    return solve(held);
  },

  close({ model: number }) {
    models.get(number)?.model.dispose();
    models.delete(number);
    return {};
  },
};

function solve(held) {
  const { model } = held;
  // A corner from which rounding errors don't let it go on is left behind, once.
  const status = run(held) === OPTIMAL ? OPTIMAL : (model.clearSolver(), run(held));
  if (status === INFEASIBLE) return { status: 'infeasible' };
  if (status !== OPTIMAL) throw new Error(`HiGHS ended with status ${status} instead of an optimum`);
  return { status: 'optimal', value: model.getObjectiveValue(), x: model.getSolution().colValue };
}

function run({ model, secondsPerSolve }) {
  model.zeroAllClocks();
  model.options.set({ time_limit: secondsPerSolve });
  return model.run().modelStatus;
}
