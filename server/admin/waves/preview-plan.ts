import { previewPlan, type Suggestion } from '../../disclosure/plan-preview.js';
import type { SafeRelease } from '../../disclosure/safe-release.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import { variablesOf } from '../../survey/variables.js';
import type { AdminDeps } from '../deps.js';
import { queryOf } from '../form.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';
import { describeTables } from './describe-plan.js';
import { describePooling } from './describe-pooling.js';
import { expectedShares } from './expected-shares.js';

/** Percentages of staff that may be chosen as expected to take part. */
const PARTICIPATION = [20, 30, 40, 50, 60, 70, 80, 100];
const USUAL = 40;

/** What the plan would cost in small groups, estimated from headcounts before anybody has answered. */
export function showPlanPreview(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/plan/preview',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async ({ req, res, wave, definition }) => {
        const asked = Number(queryOf(req, 'participation')[0]);
        const percent = PARTICIPATION.includes(asked) ? asked : USUAL;
        const staff = wave.headcounts.reduce((sum, { count }) => sum + count, 0);
        const participants = Math.round((staff * percent) / 100);
        const variables = variablesOf(definition);
        const used = new Set(wave.plan.tables.flatMap(({ breakdown }) => breakdown));
        const earlier = await releasedBefore(deps, wave);
        const expected = expectedShares(
          variables.filter(({ id }) => used.has(id)),
          wave,
          earlier,
        );
        const label = (id: string): string => variables.find((each) => each.id === id)?.label[req.lang] ?? id;
        const codeLabel = (id: string, code: string): string =>
          variables.find((each) => each.id === id)?.codes.find((each) => each.code === code)?.label[
            req.lang
          ] ?? code;
        const { suggestions, ...preview } = previewPlan(wave.plan, expected, { participants, k: wave.k });
        const described = new Map(
          describeTables(wave.plan, variables, req.lang).map((table) => [table.id, table] as const),
        );
        showPage(deps, req, res, 'plan-preview', translator(req.lang)('admin.planPreview.title'), {
          wave,
          staff,
          percent,
          participants,
          pooling: describePooling(wave, variables, earlier, participants),
          choices: PARTICIPATION,
          preview,
          tables: preview.tables.map((table) => ({ ...table, ...described.get(table.id) })),
          variables: preview.variables.map(({ id, without }) => ({ label: label(id), without })),
          suggestions: suggestions.map((suggestion) => inWords(suggestion, described, label, codeLabel)),
          sources: expected.map(({ id, source }) => ({ label: label(id), source })),
        });
      }),
    },
  ];
}

type Described = ReadonlyMap<string, { readonly indicator: string; readonly breakdown: string }>;

function inWords(
  suggestion: Suggestion,
  tables: Described,
  label: (id: string) => string,
  codeLabel: (id: string, code: string) => string,
): { key: string; params: Record<string, string>; remains: number } {
  const { kind, remains } = suggestion;
  if (suggestion.kind === 'drop-table') {
    const { indicator = '', breakdown = '' } = tables.get(suggestion.table) ?? {};
    return { key: kind, params: { indicator, breakdown }, remains };
  }
  const { variable, codes } = suggestion;
  const [first, second] = codes.map((code) => codeLabel(variable, code));
  return {
    key: kind,
    params: { variable: label(variable), first: first ?? '', second: second ?? '' },
    remains,
  };
}

/** Releases of other waves with the same questionnaire, in any of its versions. */
async function releasedBefore({ waves, releases }: AdminDeps, wave: Wave): Promise<SafeRelease[]> {
  const others = (await waves.list()).filter(
    ({ id, definition }) => id !== wave.id && definition.id === wave.definition.id,
  );
  const found = await Promise.all(others.map(({ id }) => releases.published(id)));
  return found.flatMap((one) => (one === null ? [] : [one.release]));
}
