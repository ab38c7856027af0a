import { describe, expect, it } from 'vitest';
import { formatFor } from '../../../server/http/format.js';
import { barsPicture, type BarRow } from '../../../server/pictures/bars.js';
import { dotsPicture, type DotRole } from '../../../server/pictures/dots.js';
import { layOutFile } from '../../../server/pictures/file-layout.js';
import type { Drawing, Mark } from '../../../server/pictures/model.js';
import { scalePicture } from '../../../server/pictures/scale-bars.js';
import { trendPicture, yearOf } from '../../../server/pictures/trend.js';

const format = formatFor('en');
const names: Readonly<Record<DotRole, string>> = {
  here: 'here',
  earlier: 'earlier',
  population: 'population',
  elsewhere: 'elsewhere',
};

function row(label: string, value: number | null, spread = 0): BarRow {
  const interval = value === null || spread === 0 ? null : { low: value - spread, high: value + spread };
  const text = value === null ? '*' : format.percent(value);
  return { label, value, interval, text, range: interval === null ? null : '(range)', everybody: false };
}

function of<K extends Mark['kind']>(drawing: Drawing | null, kind: K): Extract<Mark, { kind: K }>[] {
  const marks = drawing?.panels.flatMap((panel) => panel.marks) ?? [];
  return marks.filter((mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind);
}

const wordsIn = (drawing: Drawing | null): string[] =>
  of(drawing, 'text').map(({ parts }) => parts.map(({ text }) => text).join(''));

describe('bars', () => {
  it('are as long as their shares, on a scale that holds the whole interval', () => {
    const drawing = barsPicture([{ heading: null, rows: [row('a', 0.2), row('b', 0.4, 0.1)] }], format);
    const [a, b] = of(drawing, 'bar');
    expect((b?.width ?? 0) / (a?.width ?? 1)).toBeCloseTo(2, 9);
    const ends = of(drawing, 'line').flatMap(({ x1, x2 }) => [x1, x2]);
    expect(Math.max(...ends)).toBeLessThanOrEqual(100);
    // 30 % and 50 % on a scale to 50 %.
    expect(ends).toEqual(expect.arrayContaining([60, 100]));
  });

  it('leave an empty box of one size where a share is not shown, whatever is behind it', () => {
    const drawing = barsPicture([{ heading: null, rows: [row('a', 0.2), row('b', null)] }], format);
    expect(of(drawing, 'bar')).toHaveLength(1);
    expect(of(drawing, 'blank')).toHaveLength(1);
    expect(drawing?.blanks).toBe(true);
    expect(wordsIn(drawing)).toContain('b *');
  });

  it('are not drawn where nothing is shown', () => {
    expect(barsPicture([{ heading: null, rows: [row('a', null), row('b', null)] }], format)).toBeNull();
    expect(barsPicture([{ heading: null, rows: [row('a', 0)] }], format)).toBeNull();
  });

  it('share one scale over all panels of small multiples', () => {
    const drawing = barsPicture(
      [
        { heading: 'one', rows: [row('a', 0.1)] },
        { heading: 'two', rows: [row('b', 0.4)] },
      ],
      format,
    );
    const [a, b] = of(drawing, 'bar');
    expect((b?.width ?? 0) / (a?.width ?? 1)).toBeCloseTo(4, 9);
    expect(drawing?.panels.map(({ heading }) => heading)).toEqual(['one', 'two']);
  });

  it('break long words into lines that fit 320 pixels, and lose none of them', () => {
    const label = `Senatskanzlei, Bürgerschaft, ${'x'.repeat(50)} und Europaangelegenheiten`;
    const drawing = barsPicture([{ heading: null, rows: [row(label, 0.5)] }], format);
    const lines = of(drawing, 'text').filter(({ size }) => size === 'label');
    const texts = lines.map(({ parts }) => parts.map(({ text }) => text).join(''));
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(36);
    expect(texts.join('').replaceAll(' ', '')).toBe(`${label}50.0%`.replaceAll(' ', ''));
    expect(new Set(lines.map(({ y }) => y)).size).toBe(lines.length);
    // The bar stands below its words.
    expect(of(drawing, 'bar')[0]?.y).toBeGreaterThan(Math.max(...lines.map(({ y }) => y)));
  });
});

describe('bars of a scale', () => {
  const points = ['1', '2', '3', '4', '5'];

  it('spread from the middle of the middle point and leave no gap', () => {
    const shares = [0.1, 0.2, 0.2, 0.3, 0.2];
    const drawing = scalePicture(points, [{ label: 'all', shares, text: '' }], format);
    const bars = of(drawing, 'bar');
    expect(bars).toHaveLength(5);
    const middle = bars[2]!;
    expect(middle.x + middle.width / 2).toBeCloseTo(50, 9);
    bars.slice(1).forEach((bar, at) => expect(bar.x).toBeCloseTo(bars[at]!.x + bars[at]!.width, 9));
    expect(bars.map(({ width }) => width / bars[0]!.width)).toEqual(
      shares.map((share) => expect.closeTo(share / 0.1, 9) as number),
    );
    expect(drawing?.key.map(({ text }) => text)).toEqual(points);
  });

  it('are drawn for groups of which every point is told, and for no others', () => {
    const rows = [
      { label: 'told', shares: [0.2, 0.2, 0.2, 0.2, 0.2], text: '' },
      { label: 'blank', shares: null, text: '*' },
    ];
    const drawing = scalePicture(points, rows, format);
    expect(of(drawing, 'bar')).toHaveLength(5);
    expect(of(drawing, 'blank')).toHaveLength(1);
    expect(scalePicture(points, rows.slice(1), format)).toBeNull();
    expect(scalePicture(['1', '2', '3'], rows, format)).toBeNull();
  });
});

describe('dots', () => {
  it('of different kinds differ in shape, not in colour alone', () => {
    const roles: readonly DotRole[] = ['here', 'earlier', 'population', 'elsewhere'];
    const rows = roles.map((role) => ({
      label: role,
      dots: [{ role, value: 0.3, interval: null, text: '30%' }],
    }));
    const drawing = dotsPicture(rows, names, format);
    expect(new Set(of(drawing, 'dot').map(({ shape }) => shape)).size).toBe(4);
    expect(new Set(drawing?.key.map(({ shape }) => shape)).size).toBe(4);
    expect(new Set(of(drawing, 'dot').map(({ x }) => x)).size).toBe(1);
  });

  it('that belong together are joined, and a blank one is not drawn', () => {
    const pair = (value: number | null) => [
      {
        label: 'under 40',
        dots: [
          { role: 'earlier' as const, value: 0.1, interval: null, text: '10%' },
          { role: 'here' as const, value, interval: null, text: '' },
        ],
      },
    ];
    const joins = (drawing: Drawing | null) => of(drawing, 'line').filter(({ tone }) => tone === 'muted');
    expect(joins(dotsPicture(pair(0.3), names, format))).toHaveLength(1);
    expect(joins(dotsPicture(pair(null), names, format))).toHaveLength(0);
    expect(of(dotsPicture(pair(null), names, format), 'blank')).toHaveLength(1);
  });
});

describe('a course over years', () => {
  const point = (year: string, value: number) => ({
    year,
    role: 'earlier' as const,
    value,
    interval: null,
    text: format.percent(value),
  });

  it('draws lines inside segments only, and names each break', () => {
    const drawing = trendPicture(
      [
        {
          segments: [
            [point('2009', 0.1), point('2013', 0.13)],
            [point('2023/24', 0.2)],
            [point('2026', 0.21)],
          ],
          breaks: [
            { after: '2013', before: '2023/24' },
            { after: '2023/24', before: '2026' },
          ],
        },
      ],
      names,
      format,
    );
    const courses = of(drawing, 'line').filter(({ tone }) => tone === 'earlier');
    expect(courses).toHaveLength(1);
    expect(of(drawing, 'line').filter(({ dashed }) => dashed)).toHaveLength(2);
    expect(wordsIn(drawing)).toEqual(expect.arrayContaining(['≠ 1', '≠ 2', '2013', '2023/24']));
    expect(of(drawing, 'dot')).toHaveLength(4);
  });

  it('is none with a single point', () => {
    const single = [{ segments: [[point('2026', 0.2)]], breaks: [] }];
    expect(trendPicture(single, names, format)).toBeNull();
    expect(yearOf('2023/24')).toBe(2023.5);
  });
});

describe('a picture in a file', () => {
  const words = { title: 'Title', lead: ['Lead'], blank: 'not shown', foot: ['Source'] };

  it('says title, source and what a blank means, all of it on the sheet', () => {
    const drawing = barsPicture([{ heading: null, rows: [row('a', 0.2), row('b', null)] }], format)!;
    const layout = layOutFile(drawing, words);
    expect(layout.texts.map(({ text }) => text)).toEqual(['Title', 'Lead', 'not shown', 'Source']);
    for (const { y } of layout.texts) expect(y).toBeLessThan(layout.height);
    const [panel] = layout.panels;
    expect((panel?.y ?? 0) + (panel?.panel.height ?? 0)).toBeLessThan(layout.height);
    expect((panel?.x ?? 0) + (panel?.width ?? 0)).toBeLessThanOrEqual(layout.width);
  });

  it('puts small multiples into two columns that do not overlap', () => {
    const panels = ['one', 'two', 'three'].map((heading) => ({ heading, rows: [row('a', 0.2)] }));
    const { panels: placed } = layOutFile(barsPicture(panels, format)!, words);
    expect(new Set(placed.map(({ x }) => x)).size).toBe(2);
    expect(placed[2]?.y).toBeGreaterThanOrEqual((placed[0]?.y ?? 0) + (placed[0]?.panel.height ?? 0));
  });
});
