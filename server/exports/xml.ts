/** Text for an element or attribute of XML 1.0; signs that XML can't hold at all are left out. */
export function xmlText(text: string): string {
  if (!special.test(text)) return text;
  let out = '';
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (isAllowed(code)) out += names[sign] ?? sign;
  }
  return out;
}

/** Nearly no text has any: looked for first, because a workbook has a hundred thousand texts. */
const special = /[&<>"\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** `Char` of XML 1.0, fifth edition. */
function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
}
