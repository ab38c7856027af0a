import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  roughShare,
  roundDown,
  roundParticipation,
} from '../../../server/admin/participation/round-participation.js';

const raw = (used: Record<string, number>, ballots: number) => ({
  usedByArea: new Map(Object.entries(used)),
  ballots,
});

describe('participation as it may be told', () => {
  test('counts are rounded down to tens, small areas are not told', () => {
    const issued = [
      { area: 'Häfen', count: 20 },
      { area: 'Finanzen', count: 1650 },
      { area: 'Kultur', count: 19 },
    ];
    expect(
      roundParticipation('2026-11-23', issued, issued, raw({ Finanzen: 339, Kultur: 19, Häfen: 9 }, 371)),
    ).toEqual({
      day: '2026-11-23',
      total: 370,
      areas: [
        { area: 'Finanzen', issued: 1650, used: 330 },
        { area: 'Häfen', issued: 20, used: 0 },
        { area: 'Kultur', issued: 19, used: null },
      ],
    });
  });

  test('an area from which nobody answered is told as zero', () => {
    const told = roundParticipation(
      '2026-11-23',
      [{ area: 'A', count: 50 }],
      [{ area: 'A', count: 60 }],
      raw({}, 0),
    );
    expect(told.areas).toEqual([{ area: 'A', issued: 50, used: 0 }]);
  });

  test.each([
    ['unknown', []],
    ['smaller than twenty, however many codes there are', [{ area: 'A', count: 19 }]],
    ['another one’s', [{ area: 'B', count: 500 }]],
  ])('an area whose headcount is %s is not told', (_, headcounts) => {
    const told = roundParticipation('2026-11-23', [{ area: 'A', count: 50 }], headcounts, raw({ A: 40 }, 40));
    expect(told.areas).toEqual([{ area: 'A', issued: 50, used: null }]);
  });

  test('nothing but multiples of ten, never more than there is, whatever the counts', () => {
    const areas = fc.uniqueArray(fc.record({ area: fc.string(), count: fc.nat(5000), used: fc.nat(5000) }), {
      selector: ({ area }) => area,
      maxLength: 20,
    });
    fc.assert(
      fc.property(areas, fc.nat(100_000), (list, ballots) => {
        const usedByArea = new Map(list.map(({ area, used }) => [area, used]));
        const told = roundParticipation('2026-11-23', list, list, { usedByArea, ballots });
        expect(told.total % 10).toBe(0);
        expect(told.total).toBeLessThanOrEqual(ballots);
        for (const { area, issued, used } of told.areas) {
          if (issued < 20) expect(used).toBeNull();
          else {
            expect(used ?? NaN).toBeLessThanOrEqual(usedByArea.get(area) ?? 0);
            expect((used ?? NaN) % 10).toBe(0);
          }
        }
      }),
    );
  });

  test('one answer more shows only when it completes a ten', () => {
    expect([9, 10, 19, 20, -1].map(roundDown)).toEqual([0, 10, 10, 20, 0]);
  });

  test('response is a rough share of the rounded count', () => {
    expect(roughShare(330, 1650)).toBe(0.2);
    expect(roughShare(130, 1000)).toBe(0.1);
    expect(roughShare(10, 10)).toBe(1);
    expect(roughShare(null, 1000)).toBeNull();
    expect(roughShare(330, undefined)).toBeNull();
    expect(roughShare(20, 10)).toBeNull();
  });
});
