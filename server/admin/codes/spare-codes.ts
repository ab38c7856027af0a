import type { Response } from 'express';
import type { StaffRequest, StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { formOf, queryOf, type FieldError } from '../form.js';
import { refuse } from '../refuse.js';
import { showPage } from '../show-page.js';
import { withWave, type WaveCall } from '../with-wave.js';
import { printLetters } from './print-letters.js';
import { listAreas, readCount, roomInWave, type ListedArea } from './read-order.js';
import { LEAST_SPARE, SPARE_PER_CENT, spareLetters, type SpareLetters } from './spare-allowance.js';

/**
 * Letters for people who have lost theirs: a few more than people work there, each order on record for the council. Only
 * of an open wave; in a draft the codes of an area are discarded instead, which leaves no letter too many.
 */
export function spareCodes(deps: AdminDeps): StaffRoute[] {
  const path = '/waves/:waveId/codes/spare';
  return [
    {
      method: 'get',
      path,
      roles: ['hr'],
      handle: withWave(deps, ['open'], async (call) => {
        const found = await findArea(deps, call, queryOf(call.req, 'area')[0]);
        if (found !== null) show(deps, call.req, call.res, found, '1', []);
      }),
    },
    {
      method: 'post',
      path,
      roles: ['hr'],
      handle: withWave(deps, ['open'], async (call) => {
        const { req, res, wave } = call;
        const form = formOf(req);
        const found = await findArea(deps, call, form.one('area'));
        if (found === null) return;
        const { entry, spare, room } = found;
        const most = Math.min(spare.left, room);
        const count = readCount(form);
        if (count === null || count > most) {
          const key = most === 0 ? 'admin.spare.none' : 'admin.spare.tooMany';
          return show(deps, req, res, found, form.one('count'), [{ field: 'count', key, params: { most } }]);
        }
        if (form.one('issuedBefore') !== String(entry.issued))
          return refuse(deps, req, res, 'letters-twice', wave.id);
        return printLetters(deps, req, res, wave, { area: entry.area, count }, 'codes.spareIssued');
      }),
    },
  ];
}

interface Found {
  readonly wave: WaveCall['wave'];
  readonly entry: ListedArea;
  readonly spare: SpareLetters;
  readonly room: number;
}

/** Where there is nothing to spare for, leads back to the list of areas. */
async function findArea(
  deps: AdminDeps,
  { req, res, wave }: WaveCall,
  asked: string | undefined,
): Promise<Found | null> {
  if (wave.access !== 'code') {
    await refuse(deps, req, res, 'wave-without-codes', wave.id);
    return null;
  }
  const areas = listAreas(wave.headcounts, await deps.codes.issued(wave.id));
  const entry = areas.find(({ area }) => area === asked);
  const spare = entry === undefined ? null : spareLetters(entry);
  if (entry !== undefined && spare !== null) return { wave, entry, spare, room: roomInWave(areas) };
  res.redirect(303, `/staff/waves/${wave.id}/codes`);
  return null;
}

function show(
  deps: AdminDeps,
  req: StaffRequest,
  res: Response,
  { wave, entry, spare }: Found,
  typed: string,
  errors: readonly FieldError[],
): void {
  const limit = { perCent: SPARE_PER_CENT, least: LEAST_SPARE };
  const title = translator(req.lang)('admin.spare.title');
  showPage(deps, req, res, 'codes-spare', title, { wave, entry, spare, typed, limit }, errors);
}
