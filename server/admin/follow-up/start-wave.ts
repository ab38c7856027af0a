import type { Response } from 'express';
import { flash } from '../../http/staff-page.js';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { staffOf } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { FollowUpPackage } from '../../packages/read-package.js';
import type { Localized } from '../../survey/definition.js';
import type { FieldError } from '../form.js';
import { formOf, pathOf } from '../form.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import { readLocalized } from '../waves/read-texts.js';
import type { StartDeps } from './deps.js';
import { instrumentStateOf, newFiguresOf, provenanceOf } from './describe-package.js';
import { describeDifferences } from './describe-differences.js';
import { HOME } from './upload-package.js';
import { waveFrom } from './wave-from.js';

const LONGEST_TITLE = 200;

/** Shows what is in a package that was taken in, and starts a wave from it once HR has said so. */
export function startWave(deps: StartDeps): StaffRoute[] {
  const withWaiting =
    (act: (req: StaffRequest, res: Response, read: FollowUpPackage) => Promise<void>): StaffRoute['handle'] =>
    async (req, res) => {
      const read = deps.waiting.find(staffOf(req).id, pathOf(req, 'digest'));
      if (read !== null) return act(req, res, read);
      flash(req, 'packages.start.gone');
      res.redirect(303, `/staff${HOME}`);
    };

  const show = async (
    req: StaffRequest,
    res: Response,
    read: FollowUpPackage,
    title: Localized,
    errors: readonly FieldError[] = [],
  ): Promise<void> => {
    const instrument = await instrumentStateOf(deps, read);
    const figures = await newFiguresOf(deps, read);
    const model = {
      read,
      instrument,
      provenance: provenanceOf(deps, read),
      draft: waveFrom(deps, read, title),
      figures,
      differences:
        instrument.latest === null ? null : describeDifferences(read.instrument, instrument.latest, req.lang),
      path: `/staff${HOME}/${read.digest}`,
    };
    showPage(deps, req, res, 'package-contents', translator(req.lang)('packages.start.check'), model, errors);
  };

  return [
    {
      method: 'get',
      path: `${HOME}/:digest`,
      roles: ['hr'],
      handle: withWaiting((req, res, read) => show(req, res, read, titleOf(read))),
    },
    {
      method: 'post',
      path: `${HOME}/:digest`,
      roles: ['hr'],
      handle: withWaiting(async (req, res, read) => {
        const form = formOf(req);
        const title = readLocalized(form, 'title', LONGEST_TITLE);
        const errors: FieldError[] = [...title.errors];
        const provenance = provenanceOf(deps, read);
        if (provenance === 'elsewhere' && form.one('compared') !== 'yes')
          errors.push({ field: 'compared', key: 'packages.start.notCompared' });
        // No page of ours has a button for it.
        if (provenance === 'nobody') errors.push({ field: 'title_de', key: 'packages.start.nobody' });
        if (errors.length > 0) return show(req, res, read, title.text, errors);

        const { manifest, digest, fingerprint, instrument } = read;
        const wave = waveFrom(deps, read, title.text);
        const origin = {
          title: manifest.title,
          year: manifest.year,
          digest,
          fingerprint,
          definition: instrument,
        };
        const { all } = await newFiguresOf(deps, read);
        const started = await deps.followUps.start({ wave, origin, references: all });
        if (started === 'definition-differs') {
          const differs = { field: 'title_de', key: 'packages.start.differs' };
          return show(req, res, read, title.text, [differs]);
        }
        deps.waiting.drop(staffOf(req).id, digest);
        await record(deps, req, 'wave.followed', wave.id, {
          definition: instrument.id,
          version: instrument.version,
          digest,
          count: started.added,
        });
        flash(req, 'packages.start.done', { count: started.added });
        res.redirect(303, `/staff/waves/${wave.id}`);
      }),
    },
  ];
}

/** What a new wave is called until HR calls it something else: like its questionnaire, and not like the wave before. */
function titleOf({ instrument }: FollowUpPackage): Localized {
  return { de: instrument.title.de.slice(0, LONGEST_TITLE), en: instrument.title.en.slice(0, LONGEST_TITLE) };
}
