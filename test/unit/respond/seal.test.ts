import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSealer, SEAL_BUCKET } from '../../../server/respond/seal.js';
import { realRandomness } from '../../support/storage.js';
import { rotatingKey } from './respond-server.js';

const master = rotatingKey();
const sealer = makeSealer(master, 'draft', SEAL_BUCKET, realRandomness);

describe('a seal', () => {
  it('gives back what was put in, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4000 }), (text) => {
        expect(sealer.open(sealer.seal(text, 'wave-1'), 'wave-1')).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('does not open after any single change', () => {
    const sealed = sealer.seal('an answer', 'wave-1');
    fc.assert(
      fc.property(fc.nat({ max: sealed.length - 1 }), fc.constantFrom('A', 'b', '7', '_'), (at, letter) => {
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
        // The last letter of base64url may carry bits that are no part of the bytes.
        fc.pre(Buffer.compare(Buffer.from(changed, 'base64url'), Buffer.from(sealed, 'base64url')) !== 0);
        expect(sealer.open(changed, 'wave-1')).toBeNull();
      }),
    );
  });

  it('does not open for another wave, another purpose or another key, or when it is no seal at all', () => {
    const sealed = sealer.seal('an answer', 'wave-1');
    expect(sealer.open(sealed, 'wave-2')).toBeNull();
    expect(makeSealer(master, 'receipt', SEAL_BUCKET, realRandomness).open(sealed, 'wave-1')).toBeNull();
    expect(makeSealer(rotatingKey(), 'draft', SEAL_BUCKET, realRandomness).open(sealed, 'wave-1')).toBeNull();
    for (const nonsense of ['', 'A', '?'.repeat(200), 'A'.repeat(200)]) {
      expect(sealer.open(nonsense, 'wave-1')).toBeNull();
    }
  });

  it('has the same length for nothing as for much, and never looks the same twice', () => {
    const little = sealer.seal('{}', 'wave-1');
    const much = sealer.seal(JSON.stringify(Array.from({ length: 400 }, (_, n) => `answer ${n}`)), 'wave-1');
    expect(little.length).toBe(Math.ceil((SEAL_BUCKET * 4) / 3));
    expect(much.length).toBe(little.length);
    expect(sealer.seal('{}', 'wave-1')).not.toBe(little);
  });

  it('opens after the key was replaced once, not after twice; what is sealed then has the new key', () => {
    const key = rotatingKey();
    const turning = makeSealer(key, 'draft', SEAL_BUCKET, realRandomness);
    const first = turning.seal('an answer', 'wave-1');
    const [original] = key.keys();
    key.rotate();
    expect(turning.open(first, 'wave-1')).toBe('an answer');
    expect(turning.open(first, 'wave-2')).toBeNull();
    const second = turning.seal('another', 'wave-1');
    expect(
      makeSealer({ keys: () => [original] }, 'draft', SEAL_BUCKET, realRandomness).open(second, 'wave-1'),
    ).toBeNull();
    key.rotate();
    expect(turning.open(first, 'wave-1')).toBeNull();
    expect(turning.open(second, 'wave-1')).toBe('another');
  });
});
