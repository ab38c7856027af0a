import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave } from '../with-wave.js';
import { faultsOfLetter } from './faults-of-letter.js';
import { lettersLeft, listAreas, MOST_A_GO, MOST_A_WAVE } from './read-order.js';
import { spareLetters } from './spare-allowance.js';

/** How many letters each area has, what is to be done next, and a form an area to print its letters. */
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

/** What the form that was sent held: `listed` says which one it was. */
export interface TypedOrder {
  readonly listed?: string;
  readonly area?: string;
  readonly count?: string;
}

/** `typed` is shown again in the form that it comes from. */
export async function showCodesPage(
  deps: AdminDeps,
  req: StaffRequest,
  res: Response,
  wave: Wave,
  typed: TypedOrder,
  errors: readonly FieldError[],
): Promise<void> {
  const issued = await deps.codes.issued(wave.id);
  const areas = listAreas(wave.headcounts, issued).map((entry) => {
    const left = lettersLeft(entry);
    const offered = left === null ? '' : String(Math.min(left, MOST_A_GO));
    return {
      ...entry,
      left,
      spare: spareLetters(entry),
      wanted: typed.listed === entry.area ? (typed.count ?? '') : offered,
    };
  });
  const withHeadcount = areas.filter(({ left }) => left !== null);
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
      typed: (typed.listed ?? '') === '' ? typed : {},
      issuedCodes: issued.reduce((sum, { count }) => sum + count, 0),
      areasInAll: withHeadcount.length,
      areasDone: withHeadcount.filter(({ left }) => left === 0).length,
      next: withHeadcount.find(({ left }) => left !== 0)?.area ?? null,
      faults: faultsOfLetter(wave),
      mostAGo: MOST_A_GO,
      mostAWave: MOST_A_WAVE,
    },
    errors,
  );
}
