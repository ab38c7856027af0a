import { scaleLinear } from 'd3-scale';
import type { Mark, ShareFormat } from './model.js';

/** A scale of shares from 0 across the whole width. */
export interface ShareAxis {
  /** Place of a share, in percent of the width. */
  at(share: number): number;
  /** The lines of the scale from `top` to `bottom`, and its numbers below them. */
  marks(top: number, bottom: number): Mark[];
}

/** What the numbers below a panel take. */
export const AXIS = 22;

/** From 0 to a round value not below any of `shares`. */
export function shareAxis(shares: readonly number[], format: ShareFormat): ShareAxis {
  const scale = scaleLinear()
    .domain([0, Math.max(0.01, ...shares)])
    .range([0, 100])
    .nice(4);
  return {
    at: (share) => scale(share),
    marks: (top, bottom) =>
      scale
        .ticks(4)
        .flatMap((value) => tick(scale(value), format.percent(value, digitsOf(scale.ticks(4))), top, bottom)),
  };
}

/** Whole percents are written without a decimal. */
export function digitsOf(values: readonly number[]): number {
  return values.every((value) => Number.isInteger(Math.round(value * 1e6) / 1e4)) ? 0 : 1;
}

export function tick(x: number, text: string, top: number, bottom: number): Mark[] {
  const anchor = x < 1 ? ('start' as const) : x > 99 ? ('end' as const) : ('middle' as const);
  return [
    { kind: 'line', x1: x, x2: x, y1: top, y2: bottom, tone: 'grid', width: 1, dashed: false },
    {
      kind: 'text',
      x,
      y: bottom + AXIS - 6,
      parts: [{ text, weight: 'plain' }],
      anchor,
      size: 'tick',
      tone: 'muted',
    },
  ];
}

/** An interval as a whisker on a light ground, so that it can be seen on a bar and beside it. */
export function whisker(low: number, high: number, y: number, reach: number): Mark[] {
  const line = (x1: number, x2: number, y1: number, y2: number, tone: 'paper' | 'ink'): Mark => ({
    kind: 'line',
    x1,
    x2,
    y1,
    y2,
    tone,
    width: tone === 'paper' ? 4 : 1.5,
    dashed: false,
  });
  return [
    line(low, high, y, y, 'paper'),
    line(low, high, y, y, 'ink'),
    line(low, low, y - reach, y + reach, 'ink'),
    line(high, high, y - reach, y + reach, 'ink'),
  ];
}
