import type { StaffRoute } from '../../http/staff-route.js';
import type { AdminDeps } from '../deps.js';
import { formOf } from '../form.js';
import { refuse } from '../refuse.js';
import { withWave } from '../with-wave.js';
import { faultsOfLetter } from './faults-of-letter.js';
import { printLetters } from './print-letters.js';
import { listAreas, readOrder } from './read-order.js';
import { showCodesPage } from './show-codes.js';

/** Makes the codes of an area, as many as people work there, and answers with the letters to print. */
export function issueCodes(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'post',
      path: '/waves/:waveId/codes',
      roles: ['hr'],
      handle: withWave(deps, ['draft', 'open'], async ({ req, res, wave }) => {
        if (wave.access !== 'code') return refuse(deps, req, res, 'wave-without-codes', wave.id);
        const form = formOf(req);
        const areas = listAreas(wave.headcounts, await deps.codes.issued(wave.id));
        const typed = {
          listed: form.one('listed'),
          area: form.one('area'),
          count: form.one('count'),
        };
        const read = readOrder(form, areas);
        if (!read.ok) return showCodesPage(deps, req, res, wave, typed, read.errors);
        const faults = faultsOfLetter(wave);
        if (faults.length > 0) return showCodesPage(deps, req, res, wave, typed, faults);
        // A form sent twice (reload, double click) would leave codes behind that nobody has printed.
        const before = areas.find(({ area }) => area === read.order.area)?.issued ?? 0;
        if (form.one('issuedBefore') !== String(before))
          return refuse(deps, req, res, 'letters-twice', wave.id);
        return printLetters(deps, req, res, wave, read.order, 'codes.issued');
      }),
    },
  ];
}
