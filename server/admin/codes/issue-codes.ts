import { hashCode, makeCode } from '../../credential/code.js';
import { formatFor } from '../../http/format.js';
import { staffPage } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { AdminDeps } from '../deps.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { refuse } from '../refuse.js';
import { withWave } from '../with-wave.js';
import { qrPath } from './qr-path.js';
import { listAreas, readOrder } from './read-order.js';
import { hasUnfinishedTexts, showCodesPage } from './show-codes.js';

/**
 * Makes codes and answers with the letters to print, the only place where the codes are ever readable: what is kept are
 * their hashes. The codes of an area are random and drawn in no order of people, so a letter's place says nothing.
 */
export function issueCodes(deps: AdminDeps): StaffRoute[] {
  return [
    {
      method: 'post',
      path: '/waves/:waveId/codes',
      roles: ['hr'],
      handle: withWave(deps, ['draft', 'open'], async ({ req, res, wave }) => {
        if (wave.access !== 'code') return refuse(deps, req, res, 'wave-without-codes', wave.id);
        const form = formOf(req);
        const issued = await deps.codes.issued(wave.id);
        const before = issued.reduce((sum, { count }) => sum + count, 0);
        const typed = Object.fromEntries(Object.keys(form.fields).map((name) => [name, form.one(name)]));
        const order = readOrder(form, listAreas(wave.headcounts, issued));
        if (!order.ok) return showCodesPage(deps, req, res, wave, typed, order.errors);
        if (hasUnfinishedTexts(wave)) {
          return showCodesPage(deps, req, res, wave, typed, [
            { field: 'unfinished', key: 'admin.codes.unfinished' },
          ]);
        }
        // A form sent twice (reload, double click) would leave codes behind that nobody has printed.
        if (form.one('issuedBefore') !== String(before))
          return refuse(deps, req, res, 'letters-twice', wave.id);

        const letters = order.order.flatMap(({ area, count }) =>
          Array.from({ length: count }, () => ({ area, code: makeCode(deps.randomness) })),
        );
        await deps.codes.issue(
          wave.id,
          letters.map(({ area, code }) => ({ area, hash: hashCode(deps.keys.codes, wave.id, code) })),
        );
        for (const { area, count } of order.order)
          await record(deps, req, 'codes.issued', wave.id, { area, count });

        const address = `${deps.baseUrl}/${wave.languages[0] ?? 'de'}/${wave.id}`;
        const title = translator(req.lang)('admin.letters.title');
        staffPage(
          deps.views,
          req,
          res,
          'admin/letters',
          { title, layout: 'print', simulated: wave.simulated },
          {
            wave,
            letters,
            qr: qrPath(address),
            closes: {
              de: formatFor('de').dateTime(wave.closesAt),
              en: formatFor('en').dateTime(wave.closesAt),
            },
            texts: wave.languages.map((lang) => ({
              letterLang: lang,
              say: translator(lang),
              address: `${deps.baseUrl}/${lang}/${wave.id}`,
            })),
          },
        );
      }),
    },
  ];
}
