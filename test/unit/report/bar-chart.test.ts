import { describe, expect, it } from 'vitest';
import { mintSafeTable } from '../../../server/disclosure/safe-table.js';
import { BLANK } from '../../../server/exports/table-text.js';
import { formatFor } from '../../../server/http/format.js';
import { barChart } from '../../../server/report/bar-chart.js';
import { variable } from '../disclosure/miniature.js';

const said = variable('said', 'sensitive', ['yes', 'no', 'na']);
const mood = variable('mood', 'sensitive', ['good', 'fair', 'bad']);
const office = variable('office', 'identifying', ['a', 'b']);
const format = formatFor('en');
const labels = (chart: ReturnType<typeof barChart>) =>
  chart?.panels.map(({ heading, bars }) => [
    heading.map(({ text }) => text).join(' '),
    ...bars.map(({ label }) => label.map(({ text }) => text).join(' ')),
  ]);

describe('the bar chart', () => {
  it('draws a bar for each answer where there are no groups, with its share as text', () => {
    const table = mintSafeTable({
      shape: { id: 't', breakdown: [], indicator: said },
      k: 5,
      content: [20, 60, 20, 100],
    });
    const chart = barChart(table, 'en', format);
    expect(labels(chart)).toEqual([['', 'yes (en): 25.0%', 'no (en): 75.0%']]);
    const [yes, no] = chart?.panels[0]?.bars.map(({ width }) => Number.parseFloat(width ?? '')) ?? [];
    expect((no ?? 0) / (yes ?? 1)).toBeCloseTo(3, 1);
    expect(no).toBeLessThanOrEqual(100);
  });

  it('draws one answer of two for each group, everybody first', () => {
    const content = [10, 30, 10, 50, 20, 20, 10, 50, 30, 50, 20, 100];
    const chart = barChart(
      mintSafeTable({ shape: { id: 't', breakdown: [office], indicator: said }, k: 5, content }),
      'en',
      format,
    );
    expect(chart?.of).toBe('yes (en)');
    expect(chart?.blanks).toBe(false);
    expect(labels(chart)).toEqual([['', 'Total: 37.5%', 'a (en): 25.0%', 'b (en): 50.0%']]);
  });

  it('gives each group a panel where there are more answers', () => {
    const content = [10, 10, 20, 40, 10, 20, 30, 60, 20, 30, 50, 100];
    const chart = barChart(
      mintSafeTable({ shape: { id: 't', breakdown: [office], indicator: mood }, k: 5, content }),
      'en',
      format,
    );
    expect(labels(chart)?.map(([heading, ...bars]) => [heading, bars.length])).toEqual([
      ['Total', 3],
      ['a (en)', 3],
      ['b (en)', 3],
    ]);
    expect(chart?.of).toBeNull();
  });

  it('draws no bar for a blank and says so by the same sign as the table', () => {
    const neutral = { ...mood, sensitivity: 'neutral' as const };
    const table = mintSafeTable({
      shape: { id: 't', breakdown: [], indicator: neutral },
      k: 5,
      content: [40, 60, null, 100],
    });
    const chart = barChart(table, 'en', format);
    expect(chart?.panels[0]?.bars[2]).toMatchObject({ width: null, label: [{ text: `bad (en): ${BLANK}` }] });
    expect(chart?.blanks).toBe(true);
  });

  it('draws nothing of a withheld table', () => {
    const table = mintSafeTable({
      shape: { id: 't', breakdown: [], indicator: said },
      k: 5,
      content: 'unsafe-cells',
    });
    expect(barChart(table, 'en', format)).toBeNull();
  });

  it('draws everybody only where there are too many groups, and says so', () => {
    const many = variable(
      'area',
      'identifying',
      Array.from({ length: 25 }, (_, at) => `c${String(at)}`),
    );
    const content = Array.from({ length: 26 }, (_, at) =>
      at < 25 ? [10, 10, 20, 40] : [250, 250, 500, 1000],
    ).flat();
    const chart = barChart(
      mintSafeTable({ shape: { id: 't', breakdown: [many], indicator: mood }, k: 5, content }),
      'en',
      format,
    );
    expect(chart?.shortened).toBe(true);
    expect(labels(chart)).toHaveLength(1);
  });

  it('keeps every line short enough for a narrow screen, and lines and bars apart', () => {
    const long = {
      de: 'Bundeskoordinierungsangelegenheitenstelle und vieles mehr',
      en: 'Bundeskoordinierungsangelegenheitenstelle and much more',
    };
    const wordy = { ...said, codes: said.codes.map((code) => ({ ...code, label: long })) };
    const table = mintSafeTable({
      shape: { id: 't', breakdown: [], indicator: wordy },
      k: 5,
      content: [20, 60, 20, 100],
    });
    const chart = barChart(table, 'en', format);
    const bars = chart?.panels[0]?.bars ?? [];
    expect(bars[0]?.label.length).toBeGreaterThan(1);
    for (const { text } of bars.flatMap(({ label }) => label)) expect(text.length).toBeLessThanOrEqual(32);
    const places = bars.flatMap(({ label, y }) => [...label.map((line) => line.y), y]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.max(...places)).toBeLessThan(chart?.bottom ?? 0);
  });
});
