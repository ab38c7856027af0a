import { scaleLinear } from 'd3-scale';
import { dotLooks, keyOf, type DotRole } from './dots.js';
import type { Drawing, Mark, ShareFormat } from './model.js';
import { digitsOf } from './share-axis.js';

/** Points in time of one series. A line joins the points of a segment; across a break there is none. */
export interface TrendSeries {
  readonly segments: readonly (readonly TrendPoint[])[];
  readonly breaks: readonly TrendBreak[];
}

export interface TrendPoint {
  /** `2013`, `2023/24` */
  readonly year: string;
  readonly role: DotRole;
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Value in words. */
  readonly text: string;
}

export interface TrendBreak {
  readonly after: string;
  readonly before: string;
}

const HEIGHT = 256;
const TOP = 28;
const BOTTOM = HEIGHT - 46;
/** Room for the numbers of the scale on the left and for half a year's number on the right. */
const LEFT = 15;
const RIGHT = 92;

/**
 * A course over years. Breaks stand as dashed lines with a number, whose reasons are told below the picture. Null with fewer
 * than two points: that is no course.
 */
export function trendPicture(
  series: readonly TrendSeries[],
  names: Readonly<Record<DotRole, string>>,
  format: ShareFormat,
): Drawing | null {
  const points = series.flatMap(({ segments }) => segments.flat());
  if (points.length < 2) return null;
  const years = points.map(({ year }) => yearOf(year));
  const across = scaleLinear()
    .domain([Math.min(...years), Math.max(...years)])
    .range([LEFT + 4, RIGHT]);
  const up = scaleLinear()
    .domain([0, Math.max(...points.map(({ value, interval }) => interval?.high ?? value))])
    .range([BOTTOM, TOP])
    .nice(4);
  const marks: Mark[] = [];
  const ticks = up.ticks(4);
  for (const value of ticks) {
    const y = up(value);
    marks.push(
      { kind: 'line', x1: LEFT, x2: 100, y1: y, y2: y, tone: 'grid', width: 1, dashed: false },
      words(LEFT - 2, y + 4, format.percent(value, digitsOf(ticks)), 'end'),
    );
  }
  const shownYears: number[] = [];
  for (const year of [...new Set(points.map((point) => point.year))].toSorted(
    (a, b) => yearOf(a) - yearOf(b),
  )) {
    const x = across(yearOf(year));
    // Numbers of years that stand close would run into each other: every other one stands lower.
    const close = shownYears.some((other) => Math.abs(other - x) < 16);
    if (!close) shownYears.push(x);
    marks.push(words(x, BOTTOM + (close ? 36 : 20), year, 'middle'));
  }
  let number = 0;
  for (const { segments, breaks } of series) {
    for (const { after, before } of breaks) {
      number += 1;
      const x = (across(yearOf(after)) + across(yearOf(before))) / 2;
      marks.push(
        { kind: 'line', x1: x, x2: x, y1: TOP - 8, y2: BOTTOM, tone: 'ink', width: 1.5, dashed: true },
        words(x, TOP - 12, `≠ ${String(number)}`, 'middle'),
      );
    }
    for (const segment of segments) marks.push(...course(segment, across, up));
  }
  return {
    panels: [{ heading: null, height: HEIGHT, marks }],
    key: keyOf(
      points.map(({ role }) => role),
      names,
    ),
    blanks: false,
  };
}

function course(
  segment: readonly TrendPoint[],
  across: (year: number) => number,
  up: (value: number) => number,
): Mark[] {
  const at = segment.map((point) => ({
    ...point,
    look: dotLooks[point.role],
    x: across(yearOf(point.year)),
    y: up(point.value),
  }));
  const lines = at.slice(1).map((point, before): Mark => {
    const from = at[before] ?? point;
    const ends = { x1: from.x, y1: from.y, x2: point.x, y2: point.y };
    return { kind: 'line', ...ends, tone: point.look.tone, width: 2, dashed: false };
  });
  const dots = at.flatMap(({ x, y, look, interval, text }): Mark[] => {
    const upright: Mark[] =
      interval === null
        ? []
        : [
            {
              kind: 'line',
              x1: x,
              x2: x,
              y1: up(interval.low),
              y2: up(interval.high),
              tone: 'ink',
              width: 1.5,
              dashed: false,
            },
          ];
    return [
      ...upright,
      { kind: 'dot', x, y, ...look },
      { ...words(x, y - 11, text, 'middle'), size: 'value', tone: 'ink' },
    ];
  });
  return [...lines, ...dots];
}

function words(x: number, y: number, text: string, anchor: 'middle' | 'end'): Mark & { kind: 'text' } {
  return { kind: 'text', x, y, parts: [{ text, weight: 'plain' }], anchor, size: 'tick', tone: 'muted' };
}

/** `2023/24` lies between the two. */
export function yearOf(year: string): number {
  const first = Number.parseInt(year, 10);
  return Number.isNaN(first) ? 0 : year.includes('/') ? first + 0.5 : first;
}
