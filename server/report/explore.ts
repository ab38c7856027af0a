import { informationOf } from '../disclosure/information.js';
import { readingOf } from '../disclosure/shares.js';
import { tableText } from '../exports/table-text.js';
import { compareFigures } from '../figures/compare-figures.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import type { ReportDeps } from './deps.js';
import { drawPicture, kindsOf } from './draw-picture.js';
import { chooseTable } from './explorer-choice.js';
import { invitedOf } from './invited.js';
import { sceneOf } from './picture-scene.js';
import { figureWords, pictureKinds } from './picture-words.js';
import { withRelease } from './with-release.js';

/**
 * Chooses an indicator, a breakdown and a picture among what was released, and shows them side by side. Every state has an
 * address of its own; what is not in the plan says so, with the ways to what is.
 */
export function explore(deps: ReportDeps): StaffRoute['handle'] {
  return withRelease(
    deps,
    async (call) => {
      const { req, res, wave, release } = call;
      const scene = await sceneOf(deps, call);
      const { t, lang, format } = scene;
      const wanted = (name: string): string | null => {
        const value = req.query[name];
        return typeof value === 'string' && value !== '' ? value : null;
      };
      const choice = chooseTable(release.tables, { indicator: wanted('indicator'), by: wanted('by') });
      const { table } = choice;
      const kinds = table === null ? [] : kindsOf(scene, table);
      const picture = wanted('picture');
      const kind = kinds.find((one) => one === picture) ?? kinds[0];
      const isKnown = picture === null || pictureKinds.some((one) => one === picture);
      const fault = choice.fault ?? (isKnown ? null : 'unknown');
      const model = {
        wave,
        choice,
        fault,
        kinds,
        kind,
        // A picture that another table has: what is drawn instead is said.
        otherKind: picture !== null && kind !== picture,
        drawn: table === null || kind === undefined ? null : drawPicture(scene, table, kind),
        table,
        reading: table === null ? null : readingOf(table),
        information: table === null ? null : informationOf(table),
        figures: table === null ? null : tableText(table, lang, format, figureWords(t)),
        comparisons:
          table === null || kind !== 'compare'
            ? []
            : compareFigures(table, scene.references, wave.definition.id, invitedOf(wave, release)),
      };
      const options = {
        title: t('browse.explore.title'),
        simulated: wave.simulated,
        ...(fault === 'unknown' ? { status: 404 } : {}),
      };
      staffPage(deps.views, req, res, 'report/explore', options, model);
    },
    ['indicator', 'by', 'picture'],
  );
}
