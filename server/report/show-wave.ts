import { overviewOf } from '../disclosure/information.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { staffOf } from '../http/staff-route.js';
import { referencesOf } from '../references/reference.js';
import type { ReportDeps } from './deps.js';
import { explorerPath } from './explorer-choice.js';
import { invitedOf } from './invited.js';
import { headlineOf, leadershipGapOf } from './overview-figures.js';
import { sceneOf } from './picture-scene.js';
import { pointsText, publishedText, rangeText } from './picture-words.js';
import { withRelease } from './with-release.js';

/** A released wave in one screen: who took part, the share that the survey turns on, the leadership gap, and the ways on. */
export function showWave(deps: ReportDeps): StaffRoute['handle'] {
  return withRelease(deps, async (call) => {
    const { req, res, wave, release, releasedOn } = call;
    const scene = await sceneOf(deps, call);
    const headline = headlineOf(scene);
    const gap = leadershipGapOf(scene);
    const model = {
      wave,
      release,
      releasedOn,
      invited: invitedOf(wave, release),
      responseRates: referencesOf(scene.references, wave.definition.id, null),
      // The council has no part in handing results on.
      mayHandOn: staffOf(req).role !== 'council',
      headline,
      gap,
      links: {
        headline: headline === null ? null : explorerPath(wave.id, headline.table, 'compare'),
        gap: gap === null ? null : explorerPath(wave.id, gap.table),
      },
      words: {
        range: (interval: { low: number; high: number }) => rangeText(scene, interval),
        points: (difference: number) => pointsText(scene, difference),
        published: (reference: Parameters<typeof publishedText>[1]) => publishedText(scene, reference),
      },
      ...overviewOf(release),
    };
    const options = { title: wave.title[req.lang], simulated: wave.simulated };
    staffPage(deps.views, req, res, 'report/wave', options, model);
  });
}

/** Every table of the plan, with how much of it is shown. */
export function listTables(deps: ReportDeps): StaffRoute['handle'] {
  return withRelease(deps, (call) => {
    const { req, res, wave, release } = call;
    const options = { title: wave.title[req.lang], simulated: wave.simulated };
    staffPage(deps.views, req, res, 'report/tables', options, { wave, release, ...overviewOf(release) });
  });
}
