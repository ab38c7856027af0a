import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';
import { hasGap } from '../waves/default-texts.js';
import { listAreas, MOST_A_GO, MOST_A_WAVE } from './read-order.js';

/** How many codes each area has, and the form to print more letters. */
export function showCodes(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'get',
      path: '/waves/:waveId/codes',
      roles: ['hr'],
      handle: withWave(deps, ['draft', 'open'], async ({ req, res, wave }) => {
        if (wave.access !== 'code') return refuse(deps, req, res, 'wave-without-codes', wave.id);
        return showCodesPage(deps, req, res, wave, {}, []);
      }),
    },
  ];
}

/** Title and contact stand on every letter, and what is printed can't be mended. */
export function hasUnfinishedTexts({ title, texts }: Wave): boolean {
  return [title, texts.contact].some(({ de, en }) =>
    [de, en].some((text) => text.trim() === '' || hasGap(text)),
  );
}

/** `typed`: what the form held, by field, where it is shown again. */
export async function showCodesPage(
  deps: AdminDeps,
  req: StaffRequest,
  res: Response,
  wave: Wave,
  typed: Readonly<Record<string, string>>,
  errors: readonly FieldError[],
): Promise<void> {
  const issued = await deps.codes.issued(wave.id);
  const areas = listAreas(wave.headcounts, issued);
  const title = translator(req.lang)('admin.codes.title');
  showPage(
    deps,
    req,
    res,
    'wave-codes',
    title,
    {
      wave,
      areas,
      typed,
      issuedCodes: issued.reduce((sum, { count }) => sum + count, 0),
      unfinished: hasUnfinishedTexts(wave),
      mostAGo: MOST_A_GO,
      mostAWave: MOST_A_WAVE,
    },
    errors,
  );
}
