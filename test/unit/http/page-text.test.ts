import { gunzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formOf,
  gzipBytes,
  marked,
  partsOf,
  piecesOf,
  plainBytes,
  plainText,
  tickGap,
  tickName,
  TOKEN_GAP,
} from '../../../server/http/page-text.js';

const pieces = fc.array(
  fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 3000 }), own: fc.boolean() }),
);
const htmlOf = (parts: readonly { text: string; own: boolean }[]): string =>
  parts.map(({ text, own }) => (own ? marked(text) : text)).join('');

describe('a page in pieces', () => {
  it('is the same text, compressed or not', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 40 }), (parts, times) => {
        const repeated = Array.from({ length: times }, () => parts).flat();
        const text = repeated.map((part) => part.text).join('');
        const read = piecesOf(htmlOf(repeated));
        expect(plainText(read)).toBe(text);
        expect(plainBytes(partsOf(read)).toString()).toBe(text);
        expect(gunzipSync(gzipBytes(partsOf(read))).toString()).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('has one length whatever an own text is, and holds it uncompressed', () => {
    const around = 'Wer sich bewirbt, wird gefragt. '.repeat(300);
    const page = (own: string) => gzipBytes(partsOf(piecesOf(`${around}${marked(own)}${around}`)));
    const [alike, other] = [page('Wer sich bewirbt'), page('8fJ2-kQ0_zXw71Lm')];
    expect(alike.length).toBe(other.length);
    expect(alike.length).toBeLessThan(around.length / 4);
    expect(other.includes('8fJ2-kQ0_zXw71Lm')).toBe(true);
    expect(alike.includes('Wer sich bewirbt')).toBe(true);
  });

  it('is longer than one stored block can be', () => {
    const own = 'ä'.repeat(100_000);
    expect(gunzipSync(gzipBytes(partsOf(piecesOf(marked(own))))).toString()).toBe(own);
  });

  it('refuses an own text inside of another one', () => {
    expect(() => piecesOf(marked(`a${marked('b')}c`))).toThrow('own text');
  });
});

describe('a page that many get', () => {
  const html = `<form>${marked(TOKEN_GAP)}</form>${'x'.repeat(5000)}`;

  it('is filled with a token each time', () => {
    const form = formOf(piecesOf(html));
    for (const token of ['aaaa', 'b-_2']) {
      expect(gunzipSync(gzipBytes(form.fill(token, []))).toString()).toBe(
        `<form>${token}</form>${'x'.repeat(5000)}`,
      );
    }
    const zipped = gzipBytes(form.fill('token-1', []));
    expect(zipped.includes('token-1')).toBe(true);
    // Eighteen bytes around, and one compressed stream that ends where it should.
    expect(inflateRawSync(zipped.subarray(10, -8)).length).toBe(
      html.replace(marked(TOKEN_GAP), 'token-1').length,
    );
  });

  it('gets ticks where somebody has set them, and nowhere else', () => {
    const options = ['a', 'b', 'c'].map(
      (value) => `<i ${value}${marked(tickGap('q', value))}>${'y'.repeat(900)}`,
    );
    const form = formOf(piecesOf(`${html}${options.join('')}`));
    const page = (ticked: string[]) => {
      const parts = form.fill('tok', ticked);
      expect(gunzipSync(gzipBytes(parts)).toString()).toBe(plainBytes(parts).toString());
      return plainBytes(parts).toString().replaceAll('y', '');
    };
    expect(page([])).toMatch(/<i a><i b><i c>$/);
    expect(page([tickName('q', 'b')])).toMatch(/<i a><i b checked><i c>$/);
    expect(page([tickName('q', 'c'), tickName('q', 'a'), 'other=b'])).toMatch(
      /<i a checked><i b><i c checked>$/,
    );
    expect(page([])).not.toContain('checked');
    const zipped = gzipBytes(form.fill('tok', [tickName('q', 'a')]));
    expect(zipped.includes(' checked')).toBe(true);
    expect(zipped.length).toBeLessThan(500);
  });

  it('is the same text compressed or not, whatever was ticked', () => {
    const option = fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 400 }), ticked: fc.boolean() });
    fc.assert(
      fc.property(fc.array(option, { maxLength: 60 }), fc.nat({ max: 60 }), (options, tokenAt) => {
        const texts = options.map(({ text }, index) => {
          const token = index === tokenAt ? marked(TOKEN_GAP) : '';
          return `${token}<label>${text}${marked(tickGap('q', String(index)))}`;
        });
        const ticked = options.flatMap((each, index) => (each.ticked ? [tickName('q', String(index))] : []));
        const expected = options.map(
          (each, index) =>
            `${index === tokenAt ? 'tok' : ''}<label>${each.text}${each.ticked ? ' checked' : ''}`,
        );
        const parts = formOf(piecesOf(texts.join(''))).fill('tok', ticked);
        expect(plainBytes(parts).toString()).toBe(expected.join(''));
        expect(gunzipSync(gzipBytes(parts)).toString()).toBe(expected.join(''));
      }),
      { numRuns: 100 },
    );
  });

  it('must hold nothing of anybody', () => {
    expect(() => formOf(piecesOf(`${html}${marked(' checked')}`))).toThrow('of one person');
  });

  it('takes nothing that would have to be escaped', () => {
    expect(() => formOf(piecesOf(html)).fill('"><script>', [])).toThrow('no token');
  });
});
