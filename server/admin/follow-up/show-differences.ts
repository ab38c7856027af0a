import { checkPlan } from '../../disclosure/check-plan.js';
import type { Plan } from '../../disclosure/plan.js';
import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { WaveOrigin } from '../../ports/follow-ups.js';
import { compareItems } from '../../survey/compare-items.js';
import type { Definition } from '../../survey/definition.js';
import { variablesOf } from '../../survey/variables.js';
import { conceptThen, isFromPackage } from '../../packages/as-references.js';
import { formOf, queryOf } from '../form.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { describeTables } from '../waves/describe-plan.js';
import { anyState, saveDraft, withWave } from '../with-wave.js';
import type { FollowUpDeps } from './deps.js';
import { describeDifferences } from './describe-differences.js';

/** How the questionnaire of a follow-up wave differs from the one before, and a change to another version while it is a draft. */
export function showDifferences(deps: FollowUpDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/differences',
      roles: ['hr'],
      handle: withWave(deps, anyState, async ({ req, res, wave, definition }) => {
        const origin = await deps.followUps.originOf(wave.id);
        const versions = (await deps.definitions.list()).filter(({ id }) => id === definition.id);
        const asked = queryOf(req, 'version')[0] ?? definition.version;
        const chosen = (await deps.definitions.find(definition.id, asked)) ?? definition;
        const model = {
          wave,
          origin,
          versions: versions.map(({ version }) => version),
          chosen: chosen.version,
          differences: origin === null ? null : describeDifferences(origin.definition, chosen, req.lang),
          lost: describeTables(lostTables(wave.plan, chosen), variablesOf(definition), req.lang),
        };
        showPage(
          deps,
          req,
          res,
          'wave-differences',
          translator(req.lang)('packages.differences.title'),
          model,
        );
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/differences',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const { req, res, wave, definition } = call;
        const version = formOf(req).one('version');
        const chosen = await deps.definitions.find(definition.id, version);
        if (chosen === null) return refuse(deps, req, res, 'unknown-questionnaire', wave.id);
        const lost = lostTables(wave.plan, chosen).tables;
        const changed = await saveDraft(deps, call, {
          definition: { id: chosen.id, version: chosen.version },
          plan: { tables: wave.plan.tables.filter((table) => !lost.includes(table)) },
          languages: languagesOf(wave.languages, chosen),
        });
        if (!changed) return;
        const origin = await deps.followUps.originOf(wave.id);
        if (origin !== null) await markBreaks(deps, origin, chosen);
        await record(deps, req, 'wave.changed', wave.id, { section: 'questionnaire', version });
        flash(req, 'packages.differences.changed', { version, lost: lost.length });
        res.redirect(303, `/staff/waves/${wave.id}`);
      }),
    },
  ];
}

/** The tables of a plan that can't be counted by this version. */
function lostTables(plan: Plan, definition: Definition): Plan {
  const variables = variablesOf(definition);
  return { tables: plan.tables.filter((table) => checkPlan({ tables: [table] }, variables).length > 0) };
}

/** Those of the wave that the questionnaire has; all of its own where none is left. */
function languagesOf(before: readonly ('de' | 'en')[], definition: Definition): Definition['languages'] {
  const left = definition.languages.filter((lang) => before.includes(lang));
  return left.length === 0 ? definition.languages : left;
}

/**
 * What this version asks in another way is another concept than it was then, so that no line joins the two. Back to a
 * version that asks the same, they are one again.
 */
async function markBreaks(deps: FollowUpDeps, origin: WaveOrigin, now: Definition): Promise<void> {
  const refused = new Set(
    compareItems(origin.definition, now).flatMap(({ earlierId, comparison }) =>
      earlierId !== null && comparison === 'refused' ? [earlierId] : [],
    ),
  );
  const known = await deps.references.list();
  await deps.references.putAll(
    known
      .filter((reference) => isFromPackage(reference, origin.digest))
      .map((reference) => ({ ...reference, concept: conceptThen(reference, refused) })),
  );
}
