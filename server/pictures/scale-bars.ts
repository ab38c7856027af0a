import { scaleLinear } from 'd3-scale';
import type { Drawing, Mark, ShareFormat, Tone } from './model.js';
import { AXIS, tick } from './share-axis.js';
import { textLines } from './text-lines.js';

/** One group's answers on a scale: a share for each point from the lowest to the highest, or null where not all are shown. */
export interface ScaleRow {
  readonly label: string;
  readonly shares: readonly number[] | null;
  /** What the row says in words: the two ends added up, or the sign of a blank. */
  readonly text: string;
}

const BAR = 24;
const GAP = 14;
/** Below this share of the width a number does not fit into its part of the bar at 320 pixels. */
const ROOM = 9;

const tonesOfFive: readonly Tone[] = ['low2', 'low1', 'middle', 'high1', 'high2'];
/** Numbers stand on the strong tones in the colour of the paper. */
const strong: ReadonlySet<Tone> = new Set(['low2', 'high2']);

/** Bars that spread to both sides of the middle of a scale with five points, one for each group. Null where nothing is shown. */
export function scalePicture(
  points: readonly string[],
  rows: readonly ScaleRow[],
  format: ShareFormat,
): Drawing | null {
  if (points.length !== tonesOfFive.length || rows.every(({ shares }) => shares === null)) return null;
  const reach = Math.max(
    ...rows.flatMap(({ shares }) => (shares === null ? [] : [lowerOf(shares), 1 - lowerOf(shares)])),
  );
  const edge = Math.min(1, Math.ceil(reach * 10) / 10);
  const across = scaleLinear().domain([-edge, edge]).range([0, 100]);
  const marks: Mark[] = [];
  let y = 0;
  for (const { label, shares, text } of rows) {
    const lines = textLines(
      [
        { text: label, weight: 'plain' },
        { text, weight: 'strong' },
      ],
      y,
    );
    marks.push(...lines.marks);
    y = lines.bottom + 2;
    if (shares === null) marks.push({ kind: 'blank', x: across(0), y, height: BAR });
    else marks.push(...stack(shares, y, across, format));
    y += BAR + GAP;
  }
  const bottom = y - GAP / 2;
  const axis = [-edge, -edge / 2, 0, edge / 2, edge].flatMap((value) =>
    tick(across(value), format.percent(Math.abs(value), 0), 0, bottom),
  );
  return {
    panels: [{ heading: null, height: bottom + AXIS, marks: [...axis, ...marks] }],
    key: points.map((text, at) => ({ shape: 'box', tone: tonesOfFive[at] ?? 'middle', text })),
    blanks: rows.some(({ shares }) => shares === null),
  };
}

/** How far a bar reaches to the left: the two lower points and half of the middle. */
function lowerOf([first = 0, second = 0, middle = 0]: readonly number[]): number {
  return first + second + middle / 2;
}

function stack(
  shares: readonly number[],
  y: number,
  across: (value: number) => number,
  format: ShareFormat,
): Mark[] {
  let from = -lowerOf(shares);
  return shares.flatMap((share, at): Mark[] => {
    const tone = tonesOfFive[at] ?? 'middle';
    const x = across(from);
    const width = across(from + share) - x;
    from += share;
    if (share === 0) return [];
    const bar: Mark = { kind: 'bar', x, width, y, height: BAR, tone, outlined: true };
    if (width < ROOM) return [bar];
    const text = format.percent(share, 0);
    return [
      bar,
      {
        kind: 'text',
        x: x + width / 2,
        y: y + BAR / 2 + 5,
        parts: [{ text, weight: 'plain' }],
        anchor: 'middle',
        size: 'tick',
        tone: strong.has(tone) ? 'paper' : 'ink',
      },
    ];
  });
}
