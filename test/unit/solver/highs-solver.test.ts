import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LinearProgram, LinearSolver } from '../../../server/ports/linear-solver.js';
import { makeHighsSolver } from '../../../server/solver/highs-solver.js';

let solver: LinearSolver;
beforeEach(() => {
  solver = makeHighsSolver();
});
afterEach(() => solver.close());

/** x + y + z = 10 and x = y, all from 0 to 8. */
const program: LinearProgram = {
  lower: new Float64Array(3),
  upper: new Float64Array(3).fill(8),
  rowLower: Float64Array.of(10, 0),
  rowUpper: Float64Array.of(10, 0),
  starts: Int32Array.of(0, 3, 5),
  columns: Int32Array.of(0, 1, 2, 0, 1),
  values: Float64Array.of(1, 1, 1, 1, -1),
};
const only = (column: number, value: number) => ({
  columns: Int32Array.of(column),
  values: Float64Array.of(value),
});
const between = (column: number, lower: number, upper: number) => ({
  columns: Int32Array.of(column),
  lower: Float64Array.of(lower),
  upper: Float64Array.of(upper),
});

it('solves one program with one objective after the other, forgetting the last', async () => {
  const model = await solver.open(program);
  expect(await model.maximise(only(0, 1))).toEqual({
    status: 'optimal',
    value: 5,
    x: Float64Array.of(5, 5, 0),
  });
  expect(await model.maximise(only(2, 2))).toEqual({
    status: 'optimal',
    value: 16,
    x: Float64Array.of(1, 1, 8),
  });
  expect(await model.maximise(only(0, -1))).toMatchObject({ value: -1 });
});

it('keeps changed bounds until they are changed again', async () => {
  const model = await solver.open(program);
  expect(await model.maximise(only(0, 1), between(2, 4, 8))).toMatchObject({ value: 3 });
  expect(await model.maximise(only(1, 1))).toMatchObject({ value: 3 });
  expect(await model.maximise(only(1, 1), between(2, 0, 8))).toMatchObject({ value: 5 });
});

it('says that nothing fits, and goes on when something does', async () => {
  const model = await solver.open(program);
  expect(await model.maximise(only(0, 1), between(0, 6, 8))).toEqual({ status: 'infeasible' });
  expect(await model.maximise(only(0, 1), between(0, 0, 8))).toMatchObject({ status: 'optimal', value: 5 });
});

it('finds the same from nowhere, where nothing fits as well', async () => {
  const model = await solver.open(program);
  expect(await model.maximise(only(0, 1), undefined, { from: 'nowhere' })).toMatchObject({ value: 5 });
  const impossible = await model.maximise(only(0, 1), between(0, 6, 8), { from: 'nowhere' });
  expect(impossible).toEqual({ status: 'infeasible' });
  expect(await model.maximise(only(0, 1), between(0, 4, 8), { from: 'nowhere' })).toMatchObject({ value: 5 });
});

it('returns to solutions that it was asked to keep, under bounds that are others now', async () => {
  const model = await solver.open(program);
  expect(await model.maximise(only(0, 1), undefined, { keep: true })).toMatchObject({ value: 5, corner: 0 });
  const other = await model.maximise(only(2, 1), undefined, { from: 'nowhere', keep: true });
  expect(other).toMatchObject({ value: 8, corner: 1 });
  expect(await model.maximise(only(0, 1), between(2, 4, 8), { from: { corner: 0 } })).toMatchObject({
    x: Float64Array.of(3, 3, 4),
  });
  const back = await model.maximise(only(2, 1), between(2, 0, 7), { from: { corner: 1 } });
  expect(back).toMatchObject({ value: 7 });
  expect(await model.maximise(only(0, 1), between(0, 6, 8), { from: { corner: 0 } })).toEqual({
    status: 'infeasible',
  });
});

it('holds several programs, and refuses what is no program or was closed', async () => {
  const [one, other] = [
    await solver.open(program),
    await solver.open({ ...program, upper: Float64Array.of(4, 8, 8) }),
  ];
  expect(await one.maximise(only(0, 1))).toMatchObject({ value: 5 });
  expect(await other.maximise(only(0, 1))).toMatchObject({ value: 4 });
  await one.close();
  await expect(one.maximise(only(0, 1))).rejects.toThrow(Error);
  await expect(solver.open({ ...program, columns: Int32Array.of(0, 1, 9, 0, 1) })).rejects.toThrow(Error);
  expect(await other.maximise(only(0, 1))).toMatchObject({ value: 4 });
});

it('rejects what is still asked when it is closed', async () => {
  const model = await solver.open(program);
  const asked = model.maximise(only(0, 1));
  const answered = expect(asked).rejects.toThrow('closed');
  await solver.close();
  await answered;
});

it('leaves the event loop free', async () => {
  const size = 250;
  const dense = Float64Array.from({ length: size * size }, (_, at) => ((at * 7919) % 1009) / 100);
  const model = await solver.open({
    lower: new Float64Array(size),
    upper: new Float64Array(size).fill(1e6),
    rowLower: new Float64Array(size).fill(-1e9),
    rowUpper: new Float64Array(size).fill(1e4),
    starts: Int32Array.from({ length: size + 1 }, (_, row) => row * size),
    columns: Int32Array.from({ length: size * size }, (_, at) => at % size),
    values: dense,
  });
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  const all = {
    columns: Int32Array.from({ length: size }, (_, at) => at),
    values: new Float64Array(size).fill(1),
  };
  const answer = await model.maximise(all);
  clearInterval(ticking);
  expect(answer.status).toBe('optimal');
  expect(turns).toBeGreaterThan(3);
});
