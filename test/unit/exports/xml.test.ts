import { describe, expect, it } from 'vitest';
import { xmlText } from '../../../server/exports/xml.js';

describe('text in XML', () => {
  it.each([
    ['plain Grüße 你好 🎉', 'plain Grüße 你好 🎉'],
    ['<b> & "c"', '&lt;b&gt; &amp; &quot;c&quot;'],
    ['a\u0000b\u0001c\u001f', 'abc'],
    ['tab\there\r\nline', 'tab\there\r\nline'],
    ['half \ud83c pair', 'half  pair'],
    ['no\ufffe\uffff', 'no'],
    [']]>', ']]&gt;'],
  ])('%j', (text, written) => {
    expect(xmlText(text)).toBe(written);
  });
});
