import { randomId } from '../../credential/random-id.js';
import { checkPlan } from '../../disclosure/check-plan.js';
import { planWith, type Plan, type PlannedTable } from '../../disclosure/plan.js';
import { flash } from '../../http/staff-page.js';
import { staffOf, type StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import { variablesOf, type Variable } from '../../survey/variables.js';
import type { AdminDeps } from '../deps.js';
import { formOf, type FieldError } from '../form.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave, type WaveCall } from '../with-wave.js';
import { addTable, breakdownsOf, EVERYBODY, forbiddenColumns, SIZES } from './build-plan.js';
import { describeTables } from './describe-plan.js';
import { resultsState } from './results-state.js';

/** A request is about single questions that came up later, not about a second plan. */
const MOST_TABLES = 20;
const LONGEST_PURPOSE = 1000;
/** Parts the groups and the subject of a table in a hidden field; occurs in no variable id. */
const JOINT = '|';

type Content = Pick<PlannedTable, 'breakdown' | 'indicator'>;

/** What was typed and chosen so far; it travels in the form, nothing is stored before the request is made. */
interface Request {
  readonly purpose: string;
  readonly contents: readonly Content[];
}

/** HR asks the council for tables that the plan of a closed wave does not have. */
export function requestTables(deps: AdminDeps): StaffRoute[] {
  const path = '/waves/:waveId/request';

  const planOf = async ({ wave }: WaveCall): Promise<Plan> =>
    planWith(wave.plan, await deps.supplements.ofWave(wave.id));

  const show = (call: WaveCall, request: Request, errors: readonly FieldError[] = []): void => {
    const { req, res, wave, definition } = call;
    const variables = variablesOf(definition);
    const { tables } = request.contents.reduce<Plan>(addTable, { tables: [] });
    const described = describeTables({ tables }, variables, req.lang);
    showPage(
      deps,
      req,
      res,
      'wave-request',
      translator(req.lang)('admin.request.title'),
      {
        wave,
        purpose: request.purpose,
        tables: described.map((words, at) => ({ ...words, value: textOf(tables[at]) })),
        breakdowns: breakdownsOf(variables),
        variables,
      },
      errors,
    );
  };

  const propose = async (call: WaveCall, request: Request): Promise<void> => {
    const { req, res, wave } = call;
    const errors: FieldError[] = [];
    if (request.contents.length === 0) errors.push({ field: 'first', key: 'admin.request.none' });
    if (request.purpose === '' || request.purpose.length > LONGEST_PURPOSE)
      errors.push({ field: 'purpose', key: 'admin.request.purposeMissing' });
    const before = await planOf(call);
    const plan = request.contents.reduce<Plan>(addTable, before);
    for (const { key, params } of checkPlan(plan, variablesOf(call.definition)))
      errors.push({ field: 'first', key, params });
    if (errors.length > 0) return show(call, request, errors);
    const tables = plan.tables.slice(before.tables.length);
    const outcome = await deps.supplements.propose({
      ...{ id: randomId(deps.randomness), waveId: wave.id, tables },
      ...{ purpose: request.purpose, proposedBy: staffOf(req).login },
    });
    if (outcome === 'exists') return refuse(deps, req, res, 'no-request', wave.id);
    await record(deps, req, 'supplement.proposed', wave.id, { tables: tables.length });
    flash(req, 'admin.request.sent');
    res.redirect(303, `/staff/waves/${wave.id}/results`);
  };

  const whereAllowed = (act: (call: WaveCall) => Promise<void> | void): StaffRoute['handle'] =>
    withWave(deps, ['closed'], async (call) => {
      const { canRequest } = await resultsState(deps, call.wave);
      if (!canRequest) return refuse(deps, call.req, call.res, 'no-request', call.wave.id);
      return act(call);
    });

  return [
    {
      method: 'get',
      path,
      roles: ['hr'],
      handle: whereAllowed((call) => {
        show(call, { purpose: '', contents: [] });
      }),
    },
    {
      method: 'post',
      path,
      roles: ['hr'],
      handle: whereAllowed(async (call) => {
        const form = formOf(call.req);
        const variables = variablesOf(call.definition);
        const sent = form.many('table').map(contentOf);
        const added = chosen(form.one('first'), form.one('second'), form.one('indicator'));
        const isAdding = form.one('do') === 'add';
        const contents = isAdding && added !== null ? [...sent, added] : sent;
        if (contents.some((content) => !isKnown(content, variables)))
          return refuse(deps, call.req, call.res, 'no-breakdown', call.wave.id);
        const left = contents.filter((content) => textOf(content) !== form.one('remove'));
        const request = { purpose: form.one('purpose'), contents: left };
        const errors = isAdding ? addingErrors(await planOf(call), sent, added) : [];
        if (errors.length > 0) return show(call, { ...request, contents: sent }, errors);
        if (form.one('do') === 'send') return propose(call, request);
        show(call, request);
      }),
    },
  ];
}

/** The table that three fields choose; null where one of them is missing. */
function chosen(first: string, second: string, indicator: string): Content | null {
  if (first === '' || indicator === '') return null;
  const breakdown = [first, second].filter((id) => id !== '' && id !== EVERYBODY);
  return { breakdown: [...new Set(breakdown)], indicator: indicator === SIZES ? null : indicator };
}

function addingErrors(plan: Plan, sent: readonly Content[], added: Content | null): FieldError[] {
  if (added === null) return [{ field: 'first', key: 'admin.request.incomplete' }];
  const isEmpty = added.breakdown.length === 0 && added.indicator === null;
  if (isEmpty || (added.indicator !== null && added.breakdown.includes(added.indicator)))
    return [{ field: 'indicator', key: 'admin.request.sameTwice' }];
  const before = sent.reduce<Plan>(addTable, plan);
  if (addTable(before, added) === before) return [{ field: 'first', key: 'admin.request.known' }];
  if (sent.length >= MOST_TABLES)
    return [{ field: 'first', key: 'admin.request.tooMany', params: { most: MOST_TABLES } }];
  return [];
}

/** Whether this program's own form could have sent it. */
function isKnown({ breakdown, indicator }: Content, variables: readonly Variable[]): boolean {
  return (
    breakdown.length <= 2 &&
    forbiddenColumns(variables, breakdown).length === 0 &&
    !breakdown.includes(EVERYBODY) &&
    (indicator === null || variables.some(({ id }) => id === indicator))
  );
}

function textOf(content: Content | undefined): string {
  return content === undefined ? '' : [content.indicator ?? SIZES, ...content.breakdown].join(JOINT);
}

function contentOf(text: string): Content {
  const [indicator = '', ...breakdown] = text.split(JOINT);
  return { breakdown, indicator: indicator === SIZES ? null : indicator };
}
