import type { Request, Response } from 'express';
import { translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { RespondTools } from './tools.js';
import { addressIn, phaseOf } from './visit.js';

/** The front page: surveys that take answers right now. */
export async function listWaves(
  tools: RespondTools,
  lang: Lang,
  _req: Request,
  res: Response,
): Promise<void> {
  const now = tools.clock.now();
  const waves = (await tools.waves.list()).filter(
    (wave) => wave.status === 'open' && phaseOf(wave, now) === 'running',
  );
  tools.views.send(
    res,
    'respond/list',
    {
      layout: 'respond',
      lang,
      title: translator(lang)('respond.list.title'),
      languageSwitch: { kind: 'links', de: '/', en: '/en/' },
    },
    {
      waves: waves.map((wave) => {
        const spoken = wave.languages.includes(lang) ? lang : (wave.languages[0] ?? 'de');
        return { wave, href: addressIn(wave, spoken, '') };
      }),
    },
  );
}
