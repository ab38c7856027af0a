import type { Plan } from '../../disclosure/plan.js';
import { checkPlan } from '../../disclosure/check-plan.js';
import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { variablesOf } from '../../survey/variables.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf, queryOf } from '../form.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { saveDraft, withWave } from '../with-wave.js';
import {
  addTable,
  applyMatrix,
  breakdownsOf,
  columnOf,
  defaultPlan,
  EVERYBODY,
  forbiddenColumns,
  matrixColumns,
  removeTable,
  SIZES,
} from './build-plan.js';
import { describeColumns, describeRows, describeTables } from './describe-plan.js';

const MOST_TABLES = 400;

/** Which tables will be computed, chosen in a matrix of groups and questions, plus single tables with two breakdowns. */
export function editPlan(deps: AdminDeps): StaffRoute[] {
  const show = (call: WaveCall, plan: Plan, errors: readonly FieldError[] = []): void => {
    const { req, res, wave, definition } = call;
    const variables = variablesOf(definition);
    const columns = matrixColumns(plan, variables, queryOf(req, 'column'));
    showPage(
      deps,
      req,
      res,
      'wave-plan',
      translator(req.lang)('admin.plan.title'),
      {
        wave,
        columns: describeColumns(columns, req.lang),
        rows: describeRows(plan, definition, variables, columns, req.lang),
        tables: describeTables(plan, variables, req.lang),
        breakdowns: breakdownsOf(variables),
        variables,
      },
      errors,
    );
  };

  /** Stores the plan if it can be tabulated, else shows it with what is wrong. */
  const save = async (call: WaveCall, plan: Plan): Promise<void> => {
    const faults = checkPlan(plan, variablesOf(call.definition));
    const errors: FieldError[] = faults.map(({ key, params }) => ({ field: 'plan', key, params }));
    if (plan.tables.length > MOST_TABLES) {
      errors.push({ field: 'plan', key: 'admin.plan.tooManyTables', params: { most: MOST_TABLES } });
    }
    if (errors.length > 0) return show(call, plan, errors);
    if (!(await saveDraft(deps, call, { plan }))) return;
    await record(deps, call.req, 'wave.changed', call.wave.id, {
      section: 'plan',
      tables: plan.tables.length,
    });
    flash(call.req, 'admin.plan.saved', { count: plan.tables.length });
    call.res.redirect(303, `/staff/waves/${call.wave.id}/plan`);
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/plan',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        show(call, call.wave.plan);
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/plan',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const form = formOf(call.req);
        const variables = variablesOf(call.definition);
        const columns = form.many('column');
        const ticked = form.many('cell');
        if (forbiddenColumns(variables, [...columns, ...ticked.map(columnOf)]).length > 0)
          return refuse(deps, call.req, call.res, 'no-breakdown', call.wave.id);
        await save(call, applyMatrix(call.wave.plan, variables, columns, ticked));
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/plan/crossing',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const form = formOf(call.req);
        const breakdown = [form.one('first'), form.one('second')];
        const chosen = breakdown.filter((id) => id !== '');
        if (chosen.includes(EVERYBODY) || forbiddenColumns(variablesOf(call.definition), chosen).length > 0)
          return refuse(deps, call.req, call.res, 'no-breakdown', call.wave.id);
        const row = form.one('indicator');
        const errors: FieldError[] = ['first', 'second']
          .filter((field) => form.one(field) === '')
          .map((field) => ({ field, key: `admin.plan.choose.${field}` }));
        if (row === '') errors.push({ field: 'indicator', key: 'admin.plan.choose.indicator' });
        if (errors.length > 0) return show(call, call.wave.plan, errors);
        await save(call, addTable(call.wave.plan, { breakdown, indicator: row === SIZES ? null : row }));
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/plan/remove',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        await save(call, removeTable(call.wave.plan, formOf(call.req).one('table')));
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/plan/default',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        await save(call, defaultPlan(call.definition, variablesOf(call.definition)));
      }),
    },
  ];
}
