import { formatFor } from '../http/format.js';
import { translator } from '../i18n/index.js';
import { besideWave } from '../references/reference.js';
import type { ReportDeps } from './deps.js';
import type { PictureScene } from './picture-words.js';
import type { ReleaseCall } from './with-release.js';

export async function sceneOf(
  { references }: Pick<ReportDeps, 'references'>,
  { req, wave, release }: Pick<ReleaseCall, 'req' | 'wave' | 'release'>,
): Promise<PictureScene> {
  const { lang } = req;
  return {
    wave,
    release,
    references: besideWave(await references.list(), wave),
    lang,
    t: translator(lang),
    format: formatFor(lang),
  };
}
