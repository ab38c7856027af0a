import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashCode, makeCode, readCode } from '../../../server/credential/code.js';
import { hashReceipt, makeReceipt, readReceipt } from '../../../server/credential/receipt.js';

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const entropy = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => ({ bytes: (length: number) => bytes.slice(0, length) }));
const key = new Uint8Array(32).fill(7);

describe.each([
  [
    'code',
    makeCode,
    (typed: string) => {
      const read = readCode(typed);
      return read.ok ? read.code : read.reason;
    },
    hashCode,
  ],
  [
    'receipt',
    makeReceipt,
    (typed: string) => {
      const read = readReceipt(typed);
      return read.ok ? read.receipt : read.reason;
    },
    hashReceipt,
  ],
] as const)('a %s', (kind, make, read, hash) => {
  it('is read as it was made', () => {
    fc.assert(
      fc.property(entropy, (source) => {
        expect(read(make(source))).toBe(make(source));
      }),
    );
  });

  it('uses all 80 bits', () => {
    const base = new Uint8Array(16);
    const made = new Set([make({ bytes: () => base })]);
    for (let byte = 0; byte < 16; byte += 1) {
      for (let bit = 0; bit < 5; bit += 1) {
        const changed = base.slice();
        changed[byte] = 1 << bit;
        made.add(make({ bytes: () => changed }));
      }
    }
    expect(made.size).toBe(81);
  });

  it('may be typed with spaces, in lower case, with other dashes, and with O, I and L', () => {
    fc.assert(
      fc.property(
        entropy,
        fc.array(fc.constantFrom('', ' ', '-', ' – ', '\u00a0', '‑', '\t'), { minLength: 30, maxLength: 30 }),
        fc.boolean(),
        (source, gaps, small) => {
          const made = make(source);
          const sloppy = Array.from(made.replaceAll('-', ''), (character, at) => {
            const typed =
              character === '0' ? 'O' : character === '1' ? (at % 2 === 0 ? 'I' : 'l') : character;
            return (gaps[at] ?? '') + (small ? typed.toLowerCase() : typed);
          }).join('');
          expect(read(` ${sloppy} `)).toBe(made);
        },
      ),
    );
  });

  it('is refused with the reason', () => {
    const made = make(random);
    expect(read('')).toBe('length');
    expect(read(made.slice(0, -1))).toBe('length');
    expect(read(`${made}0`)).toBe('length');
    expect(read(made.slice(0, -1) + 'U')).toBe('character');
    expect(read('ä'.repeat(17))).toBe('character');
    const last = made.endsWith('7') ? '8' : '7';
    expect(read(made.slice(0, -1) + last)).toBe('check');
  });

  it('catches neighbours that were swapped', () => {
    fc.assert(
      fc.property(entropy, fc.nat({ max: 15 }), (source, at) => {
        const made = make(source);
        const [prefix, plain] =
          kind === 'receipt' ? ['R', made.slice(2).replaceAll('-', '')] : ['', made.replaceAll('-', '')];
        fc.pre(plain.charAt(at) !== plain.charAt(at + 1));
        const swapped = plain.slice(0, at) + plain.charAt(at + 1) + plain.charAt(at) + plain.slice(at + 2);
        expect(read(prefix + swapped)).toBe('check');
      }),
    );
  });

  it('is hashed with the key, for one wave, the same however it is written', () => {
    const made = make(random);
    const hashed = hash(key, 'wave', made);
    expect(hashed).toHaveLength(32);
    expect(hash(key, 'wave', made.replaceAll('-', '').toLowerCase())).toEqual(hashed);
    expect(hash(key, 'other', made)).not.toEqual(hashed);
    expect(hash(new Uint8Array(32), 'wave', made)).not.toEqual(hashed);
    expect(() => hash(key, 'wave', 'nonsense')).toThrow();
  });
});

describe('codes and receipts', () => {
  it('a receipt is not read without its R', () => {
    const made = makeReceipt(random);
    expect(readReceipt(made.slice(2))).toEqual({ ok: false, reason: 'length' });
    expect(() => hashReceipt(key, 'wave', made.slice(2))).toThrow();
  });

  it('cannot be taken for each other', () => {
    fc.assert(
      fc.property(entropy, (source) => {
        expect(makeReceipt(source)).toMatch(/^R-.{4}-.{4}-.{4}-.{5}$/);
        expect(makeCode(source)).toMatch(/^.{4}-.{4}-.{4}-.{5}$/);
        expect(readCode(makeReceipt(source)).ok).toBe(false);
        expect(readCode(makeReceipt(source).slice(2)).ok).toBe(false);
        expect(readReceipt(makeCode(source)).ok).toBe(false);
      }),
    );
  });

  it('have different hashes even from the same bits', () => {
    const source = { bytes: (length: number) => new Uint8Array(length) };
    expect(hashCode(key, 'wave', makeCode(source))).not.toEqual(
      hashReceipt(key, 'wave', makeReceipt(source)),
    );
  });

  it('are hashed by HMAC-SHA-256, as anybody can repeat', () => {
    const expected = createHmac('sha256', key)
      .update('code\0wave\0' + '0'.repeat(17))
      .digest();
    expect(Buffer.from(hashCode(key, 'wave', '0000-0000-0000-00000'))).toEqual(expected);
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 5000 }, () => makeCode(random))).size).toBe(5000);
  });
});
