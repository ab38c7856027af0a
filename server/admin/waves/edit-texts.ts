import { flash } from '../../http/staff-page.js';
import type { StaffRoute } from '../../http/staff-route.js';
import { translator } from '../../i18n/index.js';
import type { WaveTexts } from '../../ports/office.js';
import type { AdminDeps } from '../deps.js';
import type { FieldError } from '../form.js';
import { formOf } from '../form.js';
import { record } from '../record.js';
import { showPage } from '../show-page.js';
import type { WaveCall } from '../with-wave.js';
import { saveDraft, withWave } from '../with-wave.js';
import { readLocalized } from './read-texts.js';

type Values = Pick<WaveCall['wave'], 'title' | 'languages'> & { readonly texts: WaveTexts };

const LONGEST_TITLE = 200;
const LONGEST_TEXT = 4000;

export function editTexts(deps: AdminDeps): StaffRoute[] {
  const show = (
    { req, res, wave, definition }: WaveCall,
    values: Values,
    errors: readonly FieldError[] = [],
  ): void => {
    const title = translator(req.lang)('admin.texts.title');
    showPage(deps, req, res, 'wave-texts', title, { wave, definition, values }, errors);
  };

  return [
    {
      method: 'get',
      path: '/waves/:waveId/texts',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        show(call, call.wave);
      }),
    },
    {
      method: 'post',
      path: '/waves/:waveId/texts',
      roles: ['hr'],
      handle: withWave(deps, ['draft'], async (call) => {
        const form = formOf(call.req);
        const title = readLocalized(form, 'title', LONGEST_TITLE);
        const purpose = readLocalized(form, 'purpose', LONGEST_TEXT);
        const contact = readLocalized(form, 'contact', LONGEST_TEXT);
        const legalBasis = readLocalized(form, 'legalBasis', LONGEST_TEXT);
        const asked = form.many('languages');
        const languages = call.definition.languages.filter((lang) => asked.includes(lang));
        const texts = { purpose: purpose.text, contact: contact.text, legalBasis: legalBasis.text };
        const errors = [title, purpose, contact, legalBasis].flatMap((read) => read.errors);
        if (languages.length === 0) errors.push({ field: 'languages', key: 'admin.texts.noLanguage' });
        if (errors.length > 0) return show(call, { title: title.text, languages, texts }, errors);

        if (!(await saveDraft(deps, call, { title: title.text, languages, texts }))) return;
        await record(deps, call.req, 'wave.changed', call.wave.id, { section: 'texts' });
        flash(call.req, 'admin.saved');
        call.res.redirect(303, `/staff/waves/${call.wave.id}`);
      }),
    },
  ];
}
