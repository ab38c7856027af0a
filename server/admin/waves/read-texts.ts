import type { Localized } from '../../survey/definition.js';
import type { FieldError, Form } from '../form.js';

/** A text in both languages from the fields `name_de` and `name_en`; both are needed, because staff read either. */
export function readLocalized(
  form: Form,
  name: string,
  longest: number,
): { text: Localized; errors: FieldError[] } {
  const text = { de: plainBreaks(form.one(`${name}_de`)), en: plainBreaks(form.one(`${name}_en`)) };
  const errors: FieldError[] = [];
  for (const lang of ['de', 'en'] as const) {
    const field = `${name}_${lang}`;
    if (text[lang] === '') errors.push({ field, key: `admin.texts.empty.${lang}` });
    else if (text[lang].length > longest)
      errors.push({ field, key: 'admin.texts.tooLong', params: { longest } });
  }
  return { text, errors };
}

/** Browsers send line breaks of a text area as CR LF. */
function plainBreaks(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
