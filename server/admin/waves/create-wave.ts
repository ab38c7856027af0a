import type { Response } from 'express';
import { randomId } from '../../credential/random-id.js';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import { retention } from '../../ports/retention.js';
import type { Definition, Localized } from '../../survey/definition.js';
import { variablesOf } from '../../survey/variables.js';
import { berlinDay, readBerlinTime } from '../berlin-time.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf, queryOf } from '../form.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import { defaultPlan } from './build-plan.js';
import { defaultTexts } from './default-texts.js';
import { readLocalized } from './read-texts.js';

const DAY = 24 * 60 * 60 * 1000;
const FIELD_DAYS = 28;

export function createWave(deps: AdminDeps): StaffRoute[] {
  const show = async (
    req: StaffRequest,
    res: Response,
    values: { readonly chosen: string; readonly title: Localized },
    errors: readonly FieldError[],
  ): Promise<void> => {
    const questionnaires = await deps.definitions.list();
    const title = translator(req.lang)('admin.create.title');
    showPage(deps, req, res, 'wave-create', title, { questionnaires, values }, errors);
  };

  return [
    {
      method: 'get',
      path: '/waves/new',
      roles: ['hr'],
      handle: (req, res) =>
        show(req, res, { chosen: queryOf(req, 'from')[0] ?? '', title: { de: '', en: '' } }, []),
    },
    {
      method: 'post',
      path: '/waves',
      roles: ['hr'],
      handle: async (req, res) => {
        const form = formOf(req);
        const chosen = form.one('questionnaire');
        const title = readLocalized(form, 'title', 200);
        const [id = '', version = ''] = chosen.split('/');
        const definition = await deps.definitions.find(id, version);
        const errors: FieldError[] = [...title.errors];
        if (definition === null)
          errors.unshift({ field: 'questionnaire', key: 'admin.create.chooseQuestionnaire' });
        if (definition === null || errors.length > 0)
          return show(req, res, { chosen, title: title.text }, errors);

        const wave = newWave(deps, definition, title.text);
        await deps.waves.create(wave);
        await record(deps, req, 'wave.created', wave.id, {
          definition: definition.id,
          version: definition.version,
        });
        res.redirect(303, `/staff/waves/${wave.id}`);
      },
    },
  ];
}

/** A draft with everything filled in that can be guessed: tomorrow at eight for four weeks, codes, the smallest k allowed. */
export function newWave(
  deps: Pick<AdminDeps, 'clock' | 'randomness' | 'kFloor'>,
  definition: Definition,
  title: Localized,
): Wave {
  const now = deps.clock.now().getTime();
  return {
    id: randomId(deps.randomness),
    title,
    texts: defaultTexts,
    languages: definition.languages,
    access: 'code',
    definition: { id: definition.id, version: definition.version },
    k: deps.kFloor,
    plan: defaultPlan(definition, variablesOf(definition)),
    headcounts: [],
    opensAt: berlinAt(new Date(now + DAY), '08:00'),
    closesAt: berlinAt(new Date(now + (FIELD_DAYS + 1) * DAY), '18:00'),
    retentionDays: retention.usual,
    shreddedOn: null,
    status: 'draft',
    simulated: false,
  };
}

function berlinAt(date: Date, time: string): string {
  const read = readBerlinTime(`${berlinDay(date)}T${time}`);
  if (!read.ok) throw new Error('the clock in Berlin is never changed by day');
  return read.instant;
}
