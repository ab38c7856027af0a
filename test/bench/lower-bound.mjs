// How few people any release must blank in which no subtraction along one relation shows a blank or isolates 1 to k-1
// people: the linear program of server/disclosure/blank-conditions.ts, not rounded. No method with these rules does better.
//   npm run build && node test/bench/lower-bound.mjs FILE.csv VARIABLES [ORDER] [K]
import { readVariables } from '../../dist/server/cli/protect-options.js';
import { readCodedData } from '../../dist/server/cli/read-coded-data.js';
import { makeCube } from '../../dist/server/disclosure/cube.js';
import { familyOfOrder } from '../../dist/server/disclosure/family.js';
import { blankConditions } from '../../dist/server/disclosure/blank-conditions.js';
import { blankProgram, cellsIn } from '../../dist/server/disclosure/likely-blanks.js';
import { makeHighsSolver } from '../../dist/server/solver/highs-solver.js';

const [file, variables, order = '3', k = '5'] = process.argv.slice(2);
const policy = { k: Number(k), guarantee: 'standard', zeros: 'unsafe', insiders: 0 };
const data = await readCodedData(file, readVariables(variables));
const builder = makeCube(familyOfOrder(data.dimensions, Number(order)));
data.each((leaves) => builder.count(leaves));
const cube = builder.finish();
const sum = (counts) => counts.reduce((total, count) => total + count, 0);
const solver = makeHighsSolver();
try {
  const unsafe = sum(cube.counts.filter((count) => count < policy.k));
  const conditions = blankConditions(cube, policy);
  const cells = cellsIn(conditions);
  const model = await solver.open(blankProgram(cells, conditions), 'bounds');
  const values = Float64Array.from(cells, (cell) => -cube.counts[cell]);
  const { value } = await model.maximise({ columns: Int32Array.from(values.keys()), values });
  const share = (unsafe - value) / sum(cube.counts);
  console.log(`at least ${(100 * share).toFixed(2)} % of all counts become blank`);
} finally {
  await solver.close();
}
