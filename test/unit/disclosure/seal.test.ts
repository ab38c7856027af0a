import { describe, expect, it } from 'vitest';
import { openRelease, sealRelease } from '../../../server/disclosure/seal.js';
import { ballots, release, table, variable } from './miniature.js';

const key = new Uint8Array(32).fill(7);
const office = variable('office', 'identifying', ['a', 'b']);
const opinion = variable('opinion', 'neutral', ['good', 'bad', 'na']);
const plan = [table('office', null), table('office', 'opinion'), table('', 'opinion')];
const data = ballots([
  [10, { office: 'a', opinion: 'good' }],
  [10, { office: 'a', opinion: 'bad' }],
  [20, { office: 'b', opinion: 'good' }],
]);
const original = release([office, opinion], plan, data);

describe('the seal of a release', () => {
  it('gives back the same tables, and the same bytes when sealed again', () => {
    const sealed = sealRelease(original, key);
    const opened = openRelease(sealed, key);
    expect(opened).toMatchObject({ waveId: 'w', k: 5, records: 40, policy: 'worlds-strict-1' });
    expect(opened.tables.map(({ cells }) => cells)).toEqual(original.tables.map(({ cells }) => cells));
    expect(opened.tables[1]?.cell(['b', 'bad'])?.count).toBeNull();
    expect(sealRelease(opened, key)).toBe(sealed);
  });

  it('breaks with any change of a number, label, limit or seal', () => {
    const sealed = sealRelease(original, key);
    for (const [from, to] of [
      ['"records":40', '"records":41'],
      ['"k":5', '"k":6'],
      ['[20,20,40]', '[19,21,40]'],
      ['good (de)', 'gut (de)'],
      ['"seal":"', '"seal":"0'],
    ] as const) {
      expect(sealed).toContain(from);
      expect(() => openRelease(sealed.replace(from, to), key), from).toThrow();
    }
  });

  it('does not open with another key, and wants one of full length', () => {
    expect(() => openRelease(sealRelease(original, key), new Uint8Array(32))).toThrow('broken');
    expect(() => sealRelease(original, new Uint8Array(16))).toThrow('32 bytes');
  });

  it('has the same bytes for an empty group and one just below k', () => {
    const sealed = [0, 4].map((few) => {
      const groups = ballots([
        [30 - few, { office: 'a', opinion: 'good' }],
        [few, { office: 'b', opinion: 'good' }],
      ]);
      return sealRelease(release([office, opinion], plan, groups), key);
    });
    expect(sealed[0]).toBe(sealed[1]);
    const small = [0, 4].map((n) => {
      return sealRelease(
        release([office, opinion], plan, ballots([[n, { office: 'a', opinion: 'bad' }]])),
        key,
      );
    });
    expect(small[0]).toBe(small[1]);
  });
});
