import type { Response } from 'express';
import { hashCode, makeCode } from '../../credential/code.js';
import { formatFor } from '../../http/format.js';
import { staffPage } from '../../http/staff-page.js';
import type { StaffRequest } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { Wave } from '../../ports/office.js';
import type { AdminDeps } from '../deps.js';
import { record } from '../record.js';
import { qrPath } from './qr-path.js';
import type { LetterOrder } from './read-order.js';

/**
 * Makes the codes of one area and answers with its letters, the only place where the codes are ever readable: what is
 * kept are their hashes. Codes are random and drawn in no order of people, and no letter has a number: a place in the
 * stack says nothing. `action` is how the audit log calls it.
 */
export async function printLetters(
  deps: AdminDeps,
  req: StaffRequest,
  res: Response,
  wave: Wave,
  { area, count }: LetterOrder,
  action: 'codes.issued' | 'codes.spareIssued',
): Promise<void> {
  const codes = Array.from({ length: count }, () => makeCode(deps.randomness));
  // Before there is a code: no crash may leave letters that the log doesn't know of.
  await record(deps, req, action, wave.id, { area, count });
  await deps.codes.issue(
    wave.id,
    codes.map((code) => ({ area, hash: hashCode(deps.keys.codes, wave.id, code) })),
  );

  const address = (lang: string): string => `${deps.baseUrl}/${lang}/${wave.id}`;
  // Browsers name a PDF after the title: one file an area.
  const title = translator(req.lang)('admin.letters.title', { area });
  staffPage(
    deps.views,
    req,
    res,
    'admin/letters',
    { title, layout: 'print', simulated: wave.simulated },
    {
      wave,
      area,
      codes,
      qr: qrPath(address(wave.languages[0] ?? 'de')),
      texts: wave.languages.map((lang) => ({
        letterLang: lang,
        say: translator(lang),
        address: address(lang),
        closes: formatFor(lang).dateTime(wave.closesAt),
      })),
    },
  );
}
