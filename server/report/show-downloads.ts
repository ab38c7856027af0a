import type { FileShelf } from '../exports/file-shelf.js';
import { exportNames } from '../exports/export-files.js';
import { fileTexts } from '../exports/file-texts.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { ReadingDeps } from './deps.js';
import { exportContextOf } from './export-call.js';
import { withRelease } from './with-release.js';

/** Every file of a release in one place, with what it is for and how large it is, and all of them in one zip. */
export function showDownloads(deps: ReadingDeps, shelf: FileShelf): StaffRoute['handle'] {
  return withRelease(deps, async (call) => {
    const { req, res, wave, releaseId, release } = call;
    const context = await exportContextOf(deps, call);
    const made = await shelf.files(releaseId, context);
    const sizes = new Map(made.map(({ path, bytes }) => [path, bytes.length]));
    const files = exportNames.map((name) => ({ name, text: fileTexts[name], bytes: sizes.get(name) ?? 0 }));
    const zipBytes = (await shelf.zip(releaseId, context)).length;
    const options = {
      title: translator(req.lang)('report.files.title'),
      simulated: wave.simulated,
    };
    staffPage(deps.views, req, res, 'report/downloads', options, { wave, release, files, zipBytes });
  });
}
