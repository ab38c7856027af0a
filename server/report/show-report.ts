import { createHash } from 'node:crypto';
import { staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRoute } from '../http/staff-route.js';
import { invitedOf } from './invited.js';
import type { ReadingDeps } from './deps.js';
import { sceneOf } from './picture-scene.js';
import type { Chapter } from './outline.js';
import { chapterFigures, chaptersOf, writtenIn } from './report-chapters.js';
import { withRelease } from './with-release.js';

/** The report of a wave in chapters: figures as they were released, between them what HR has written. */
export function showReport(deps: ReadingDeps): StaffRoute['handle'] {
  return withRelease(deps, async (call) => {
    const { req, res, wave, release, releasedOn } = call;
    const scene = await sceneOf(deps, call);
    const texts = await deps.reportTexts.latest(wave.id);
    const options = {
      title: scene.t('chapters.title', { wave: wave.title[req.lang] }),
      simulated: wave.simulated,
    };
    staffPage(deps.views, req, res, 'report/report', options, {
      wave,
      release,
      releasedOn,
      invited: invitedOf(wave, release),
      chapters: chaptersOf(scene),
      figuresOf: (chapter: Chapter) => chapterFigures(scene, chapter),
      // Figures are drawn anew only when the published ones beside them have changed.
      version: createHash('sha256').update(JSON.stringify(scene.references)).digest('hex'),
      written: (chapter: string) => writtenIn(texts, chapter, req.lang),
      mayWrite: staffOf(req).role === 'hr',
    });
  });
}
