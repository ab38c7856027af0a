import { describe, expect, it } from 'vitest';
import { openProof, sealProof } from '../../../server/releases/seal-proof.js';
import { realRandomness } from '../../support/storage.js';

const key = new Uint8Array(32).fill(9);
const proof = {
  tables: ['gender', 'gender-self'],
  protection: {
    published: Uint8Array.from([1, 0, 0, 1, 1]),
    worlds: [
      [
        { leaves: [0, 2], by: 7 },
        { leaves: [1, 2], by: -7 },
      ],
      [],
      [{ leaves: [3, 65_535], by: 1 }],
    ],
  },
};
const seal = (): Buffer => sealProof(proof, 'release-1', key, realRandomness);

describe('a sealed proof', () => {
  it('gives back tables, what is told, and worlds', () => {
    expect(openProof(seal(), 'release-1', key)).toEqual(proof);
    expect(openProof(new Uint8Array(seal()), 'release-1', key)).toEqual(proof);
  });

  it('is sealed anew each time, and shows nothing of what is in it', () => {
    const [one, other] = [seal(), seal()];
    expect(one.equals(other)).toBe(false);
    for (const word of ['gender', 'tables', '10011', '65535']) expect(one.includes(word)).toBe(false);
  });

  it('opens with no changed byte, wherever it is, and not cut short', () => {
    const sealed = seal();
    for (const at of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openProof(changed, 'release-1', key), String(at)).toThrow();
    }
    for (const length of [0, 12, 27, sealed.length - 1])
      expect(() => openProof(sealed.subarray(0, length), 'release-1', key)).toThrow();
  });

  it('opens for no other release, and with no other key', () => {
    expect(() => openProof(seal(), 'release-2', key)).toThrow();
    expect(() => openProof(seal(), 'release-1', new Uint8Array(32).fill(8))).toThrow();
  });
});
