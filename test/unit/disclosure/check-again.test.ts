import { describe, expect, it } from 'vitest';
import type { Proof, ProvenRelease } from '../../../server/disclosure/protect-plan.js';
import { sealRelease } from '../../../server/disclosure/seal.js';
import type { Protection } from '../../../server/disclosure/worlds.js';
import { ballots, blanksOf, counted, judged, proven, table, variable, type Coded } from './miniature.js';

const area = variable('area', 'identifying', ['n', 'e', 's', 'w']);
const yesNo = variable('said', 'sensitive', ['yes', 'no']);
const key = new Uint8Array(32).fill(3);

describe('the same ballots', () => {
  const plan = [table('area', 'said'), table('', 'said')];
  const data = ballots([
    ...['n', 'e', 's', 'w'].map((code, at) => [3 + 7 * at, { area: code, said: 'yes' }] as const),
    ...['n', 'e', 's', 'w'].map((code, at) => [24 - 7 * at, { area: code, said: 'no' }] as const),
  ]);
  const bytes = ({ release: result, proof }: ProvenRelease): string =>
    sealRelease(result, key) +
    JSON.stringify([proof?.protection.worlds, [...(proof?.protection.published ?? [])]]);

  it('give the same bytes again, tables and proof, in whatever order they come', () => {
    const first = bytes(proven([area, yesNo], plan, data));
    expect(bytes(proven([area, yesNo], plan, data))).toBe(first);
    const shuffled = data.map((_, at) => data[(at * 37) % data.length] ?? {});
    expect(bytes(proven([area, yesNo], plan, shuffled))).toBe(first);
    expect(first).toContain('"leaves"');
  });
});

describe('a proof', () => {
  const plan = [table('area', 'said'), table('area', null)];
  const data = ballots([
    [2, { area: 'n', said: 'yes' }],
    [30, { area: 'n', said: 'no' }],
    ...['e', 's', 'w'].flatMap((code, at) => [
      [20 + at, { area: code, said: 'yes' }] as const,
      [40 - at, { area: code, said: 'no' }] as const,
    ]),
  ]);
  const original = proven([area, yesNo], plan, data);
  const proof = original.proof ?? { tables: [], protection: { published: new Uint8Array(), worlds: [] } };
  const again = (changed: Partial<Protection>, other: readonly Coded[] = data) =>
    judged({ ...proof, protection: { ...proof.protection, ...changed } }, [area, yesNo], plan, other);
  const bytes = sealRelease(original.release, key);
  const cellOf = (codes: Record<string, string>): number =>
    counted([area, yesNo], plan, data).placed.cellOf(codes);
  const flipped = (codes: Record<string, string>): Uint8Array => {
    const changed = proof.protection.published.slice();
    changed[cellOf(codes)] = changed[cellOf(codes)] === 1 ? 0 : 1;
    return changed;
  };

  it('is confirmed by counting again, and gives the same tables', () => {
    const { verdict, further, release: same } = again({});
    expect(verdict).toMatchObject({ passed: true, faultCount: 0, unsafe: 1, unsafeCovered: 1 });
    expect(same === null ? null : sealRelease(same, key)).toBe(bytes);
    expect(further).toBe(blanksOf(original.release, 'area-said').length - 1);
    expect(further).toBeGreaterThanOrEqual(3);
  });

  it('is refused with a world that is changed, or left out', () => {
    const [world = [], ...rest] = proof.protection.worlds;
    const [change = { leaves: [], by: 0 }, ...others] = world;
    const more = [{ ...change, by: change.by + 1 }, ...others];
    for (const worlds of [[more, ...rest], [others, ...rest], [[{ leaves: [9, 9], by: 1 }], ...rest], []]) {
      expect(again({ worlds }).verdict.passed).toBe(false);
      expect(again({ worlds }).release).toBeNull();
    }
  });

  it('is refused where another cell is told: the small one, or one that is blank for its sake', () => {
    for (const codes of [
      { area: 'n', said: 'yes' },
      { area: 'n', said: 'no' },
    ]) {
      const published = flipped(codes);
      expect(published[cellOf(codes)]).toBe(1);
      expect(again({ published }).release, JSON.stringify(codes)).toBeNull();
    }
  });

  it('gives other tables where a cell is told no more', () => {
    const fewer = again({ published: flipped({ area: 'n' }) });
    expect(fewer.release === null ? null : blanksOf(fewer.release, 'area-n')).toEqual(['n']);
  });

  it('gives other tables with other ballots, or none', () => {
    const oneMore = again({}, [...data, { area: 'w', said: 'no' }]);
    expect(oneMore.release === null ? '' : sealRelease(oneMore.release, key)).not.toBe(bytes);
    const small = data.filter(({ area: code, said }) => code !== 'w' || said !== 'yes');
    expect(again({}, [...small, ...ballots([[3, { area: 'w', said: 'yes' }]])])).toMatchObject({
      verdict: { passed: false },
      release: null,
    });
  });

  it('is of the tables that were told, and of no other plan', () => {
    const less: Proof = { ...proof, tables: ['area-n'] };
    expect(judged(less, [area, yesNo], plan, data)).toMatchObject({
      verdict: { passed: false },
      release: null,
    });
  });
});
