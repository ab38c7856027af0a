import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPlan } from '../../../server/disclosure/check-plan.js';
import type { Plan } from '../../../server/disclosure/plan.js';
import { planSchema } from '../../../server/disclosure/plan.js';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { variablesOf } from '../../../server/survey/variables.js';
import {
  addTable,
  applyMatrix,
  breakdownsOf,
  cellValue,
  defaultPlan,
  EVERYBODY,
  isPlanned,
  matrixColumns,
  removeTable,
  SIZES,
} from '../../../server/admin/waves/build-plan.js';

const [definition] = shippedInstruments();
if (definition === undefined) throw new Error('no instrument');
const variables = variablesOf(definition);
const empty: Plan = { tables: [] };
const contents = (plan: Plan) =>
  plan.tables.map(({ breakdown, indicator }) => [breakdown.join('+'), indicator]);

describe('the plan to start from', () => {
  const plan = defaultPlan(definition, variables);

  test('can be tabulated as it is', () => {
    expect(checkPlan(plan, variables)).toEqual([]);
    expect(planSchema.parse(plan)).toEqual(plan);
  });

  test('has the sizes of three main groups and no crossing', () => {
    const sizes = plan.tables.filter(({ indicator }) => indicator === null);
    expect(sizes.map(({ breakdown }) => breakdown)).toEqual([['ressort'], ['gender'], ['age']]);
    expect(plan.tables.every(({ breakdown }) => breakdown.length <= 1)).toBe(true);
  });

  test('reports every variable that forms no main group', () => {
    const reported = new Set(plan.tables.map(({ indicator }) => indicator));
    const missing = variables.map(({ id }) => id).filter((id) => !reported.has(id));
    expect(missing).toEqual(['ressort', 'gender', 'age']);
  });
});

describe('the matrix', () => {
  test('what is ticked in its columns is planned, what is not is gone, other columns stay', () => {
    const before = [
      { breakdown: ['gender'], indicator: 'mentoring' },
      { breakdown: ['age'], indicator: 'mentoring' },
      { breakdown: ['gender', 'age'], indicator: 'mentoring' },
    ].reduce<Plan>(addTable, empty);
    const after = applyMatrix(
      before,
      variables,
      [EVERYBODY, 'gender'],
      [cellValue(EVERYBODY, 'training'), cellValue('gender', SIZES), cellValue('age', 'training')],
    );
    expect(contents(after)).toEqual([
      ['age', 'mentoring'],
      ['gender+age', 'mentoring'],
      ['', 'training'],
      ['gender', null],
    ]);
  });

  test('a column that groups may not be formed by plans nothing and removes nothing', () => {
    const before = addTable(empty, { breakdown: ['climate.belong'], indicator: 'training' });
    const columns = ['discr_own', 'climate.belong'];
    const ticked = columns.map((column) => cellValue(column, 'mentoring'));
    expect(applyMatrix(before, variables, columns, ticked)).toEqual(before);
  });

  test('sent unchanged it changes nothing', () => {
    const plan = defaultPlan(definition, variables);
    const columns = [EVERYBODY, ...matrixColumns(plan, variables, []).map(({ id }) => id)];
    const rows = [SIZES, ...variables.map(({ id }) => id)];
    const ticked = columns.flatMap((column) =>
      rows.filter((row) => isPlanned(plan, column, row)).map((row) => cellValue(column, row)),
    );
    expect(applyMatrix(plan, variables, columns, ticked)).toEqual(plan);
  });

  test('boxes that cannot be are left out', () => {
    const forged = [
      cellValue(EVERYBODY, SIZES),
      cellValue('gender', 'gender'),
      cellValue('gender', 'salary'),
      cellValue('salary', 'mentoring'),
      '',
      '|',
      'gender',
    ];
    expect(applyMatrix(empty, variables, [EVERYBODY, 'gender', 'salary'], forged)).toEqual(empty);
  });

  test('whatever is sent, the plan that comes out is sound', () => {
    const id = fc.constantFrom(EVERYBODY, SIZES, 'nothing', ...variables.map((variable) => variable.id));
    const box = fc.tuple(id, id).map(([column, row]) => cellValue(column, row));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 5 }), fc.array(box, { maxLength: 30 }), (columns, ticked) => {
        const plan = applyMatrix(empty, variables, columns, ticked);
        expect(checkPlan(plan, variables)).toEqual([]);
        expect(planSchema.parse(plan)).toEqual(plan);
      }),
    );
  });
});

describe('single tables', () => {
  test('the same table is never there twice, whatever the order of its groups', () => {
    const once = addTable(empty, { breakdown: ['gender', 'age'], indicator: null });
    expect(addTable(once, { breakdown: ['age', 'gender'], indicator: null })).toBe(once);
  });

  test('long and colliding names get an id of their own', () => {
    const long = 'a'.repeat(60);
    const plan = [
      { breakdown: [`${long}_b`], indicator: `${long}_c` },
      { breakdown: [`${long}_b`], indicator: `${long}_d` },
      { breakdown: ['g'], indicator: 'climate.belong' },
      { breakdown: ['g'], indicator: 'climate_belong' },
    ].reduce<Plan>(addTable, empty);
    expect(new Set(plan.tables.map(({ id }) => id)).size).toBe(4);
    expect(planSchema.parse(plan)).toEqual(plan);
  });

  test('a removed table is gone, and only that', () => {
    const plan = defaultPlan(definition, variables);
    const victim = plan.tables[3];
    const after = removeTable(plan, victim?.id ?? '');
    expect(after.tables).toEqual(plan.tables.filter((table) => table !== victim));
  });

  test('groups are formed by what tells who somebody is, and by what is derived', () => {
    const ids = breakdownsOf(variables).map(({ id }) => id);
    expect(ids).toContain('ressort');
    expect(ids).toContain('mh_mikrozensus');
    expect(ids).not.toContain('birth_country');
    expect(ids).not.toContain('climate.belong');
  });
});
