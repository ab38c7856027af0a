import { describe, expect, it } from 'vitest';
import type { WavePoint } from '../../../server/figures/series.js';
import { placeOf, seriesOf } from '../../../server/figures/series.js';
import { loadReferences } from '../../../server/references/load-references.js';
import { aReference } from '../../support/references.js';

const instrument = 'hb-vielfalt-folgebefragung';
const followed = (indicator: string | null, codes = ['yes'], groups = {}) => ({
  instrument,
  indicator,
  codes,
  groups,
});
const wave = (year: string, particulars: Partial<WavePoint> = {}): WavePoint => ({
  waveId: `w${year}`,
  title: { de: year, en: year },
  year,
  share: { count: 1770, base: 8190, share: 1770 / 8190 },
  asked: 31_000,
  sinceLast: null,
  ...particulars,
});
const shipped = loadReferences();
const shape = (list: ReturnType<typeof seriesOf>) =>
  list.map(({ name, segments, breaks }) => ({
    name,
    segments: segments.map((points) => points.map(({ year }) => year)),
    breaks: breaks.map(({ after, before, why }) => `${after.year} | ${before.year}: ${why}`),
  }));

describe('the shipped figures', () => {
  it('never join 2013 with the microcensus concept, nor the narrow with the wide sense', () => {
    expect(shape(seriesOf(shipped, followed('mh_mikrozensus'), [wave('2026')])).slice(0, 3)).toEqual([
      {
        name: 'Befragung der bremischen Beschäftigten',
        segments: [['2013'], ['2026']],
        breaks: ['2013 | 2026: concept-changed'],
      },
      expect.objectContaining({ name: 'Mikrozensus: öffentlicher Dienst im Land Bremen' }),
      {
        name: 'Mikrozensus: Land Bremen',
        segments: [['2011'], ['2019']],
        breaks: ['2011 | 2019: concept-changed'],
      },
    ]);
  });

  it('go on from 2023/24 into a wave that counts the same, and not by another definition', () => {
    const [same] = shape(seriesOf(shipped, followed('migrationsgeschichte_2023'), [wave('2026')]));
    expect(same).toMatchObject({ segments: [['2023/24', '2026']], breaks: [] });
    const [other] = shape(seriesOf(shipped, followed('migrationsbiographie_selbst'), [wave('2026')]));
    expect(other).toMatchObject({ segments: [['2013'], ['2023/24'], ['2026']] });
    expect(other?.breaks).toHaveLength(2);
  });

  it('join rates of participation', () => {
    const [rates] = shape(seriesOf(shipped, followed(null, []), [wave('2026')]));
    expect(rates).toMatchObject({ segments: [['2013', '2023/24', '2026']], breaks: [] });
  });

  it('keep groups apart', () => {
    const [young] = seriesOf(shipped, followed('mh_mikrozensus', ['yes'], { age: ['30_39', 'u30'] }), []);
    expect(young?.points.map(({ share }) => share)).toEqual([0.209]);
    expect(seriesOf(shipped, followed('mh_mikrozensus', ['no']), [])).toEqual([]);
    expect(seriesOf(shipped, { ...followed('mh_mikrozensus'), instrument: 'other' }, [])).toEqual([]);
  });
});

describe('waves', () => {
  it('are joined unless the question changed, and say where it was reworded', () => {
    const list = [
      wave('2028', { sinceLast: { comparison: 'with-warning', change: 'changed-wording' } }),
      wave('2026'),
      wave('2030', { sinceLast: { comparison: 'refused', change: 'changed-options' } }),
    ];
    const [own] = seriesOf([], followed('mh_mikrozensus'), list);
    expect(shape(own === undefined ? [] : [own])).toEqual([
      { name: '', segments: [['2026', '2028'], ['2030']], breaks: ['2028 | 2030: questionnaire-changed'] },
    ]);
    expect(own?.points.map(({ reworded }) => reworded)).toEqual([false, true, false]);
    expect(own?.points[0]?.interval?.low).toBeCloseTo(0.20856930833817292, 9);
  });
});

describe('points', () => {
  const one = (particulars: Parameters<typeof aReference>[0]) =>
    seriesOf(
      [aReference({ links: [{ indicator: 'x', codes: ['yes'], groups: {} }], ...particulars })],
      { instrument: 'canteen', indicator: 'x', codes: ['yes'], groups: {} },
      [],
    )[0]?.points[0];

  it('have an interval where their base is known, of no width where everybody was counted', () => {
    expect(one({ base: null })?.interval).toBeNull();
    const sample = one({ base: 1000 })?.interval;
    expect((sample?.high ?? 0) - (sample?.low ?? 0)).toBeGreaterThan(0.04);
    const finite = one({ base: 1000, invited: 1500 })?.interval;
    expect(finite?.low).toBeGreaterThan(sample?.low ?? 1);
    const counted = one({ base: 1000, kind: 'staff' })?.interval;
    expect(counted?.low).toBeCloseTo(0.216, 12);
    expect(counted?.high).toBe(counted?.low);
    expect(one({ base: 1000, value: 100 })?.interval?.high).toBe(1);
  });

  it('have a place in time, or are left out', () => {
    expect(['2013', '2023/24', '2023/2024', 'n/a', '13'].map(placeOf)).toEqual([
      2013,
      2023.5,
      2023.5,
      null,
      null,
    ]);
    expect(one({ year: 'n/a' })).toBeUndefined();
  });
});
