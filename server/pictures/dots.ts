import type { Drawing, KeyEntry, Mark, Shape, ShareFormat, TextPart, Tone } from './model.js';
import { AXIS, shareAxis, whisker } from './share-axis.js';
import { textLines } from './text-lines.js';

export type DotRole = 'here' | 'earlier' | 'population' | 'elsewhere';

/** Shape and colour say the same. */
export const dotLooks: Readonly<Record<DotRole, { readonly shape: Shape; readonly tone: Tone }>> = {
  here: { shape: 'circle', tone: 'main' },
  earlier: { shape: 'diamond', tone: 'earlier' },
  population: { shape: 'square', tone: 'population' },
  elsewhere: { shape: 'triangle', tone: 'elsewhere' },
};

export interface DotRow {
  readonly label: string;
  /** One value a row, or two that are held against each other; null: not shown. */
  readonly dots: readonly {
    readonly role: DotRole;
    readonly value: number | null;
    readonly interval: { readonly low: number; readonly high: number } | null;
    /** `2013: 20,9 %` */
    readonly text: string;
  }[];
}

const ROW = 18;
const GAP = 12;

/** Points on a common scale: this survey beside earlier ones, the population, other administrations. */
export function dotsPicture(
  rows: readonly DotRow[],
  names: Readonly<Record<DotRole, string>>,
  format: ShareFormat,
): Drawing | null {
  const dots = rows.flatMap((row) => row.dots);
  const values = dots.flatMap(({ value, interval }) => (value === null ? [] : [interval?.high ?? value]));
  if (!values.some((value) => value > 0)) return null;
  const axis = shareAxis(values, format);
  const marks: Mark[] = [];
  let y = 0;
  for (const row of rows) {
    const words: TextPart[] = [
      { text: row.label, weight: 'plain' },
      ...row.dots.map(({ text }) => ({ text, weight: 'strong' as const })),
    ];
    const lines = textLines(words, y);
    marks.push(...lines.marks);
    const middle = lines.bottom + ROW / 2;
    const shown = row.dots.flatMap(({ value }) => (value === null ? [] : [axis.at(value)]));
    const reach = { x1: 0, x2: 100, y1: middle, y2: middle };
    marks.push({ kind: 'line', ...reach, tone: 'grid', width: 1, dashed: false });
    if (shown.length > 1)
      marks.push({
        ...{ kind: 'line', ...reach, tone: 'muted', width: 2, dashed: false },
        x1: Math.min(...shown),
        x2: Math.max(...shown),
      });
    for (const { role, value, interval } of row.dots) {
      if (value === null) {
        marks.push({ kind: 'blank', x: 0, y: middle - 7, height: 14 });
        continue;
      }
      if (interval !== null) marks.push(...whisker(axis.at(interval.low), axis.at(interval.high), middle, 5));
      marks.push({ kind: 'dot', x: axis.at(value), y: middle, ...dotLooks[role] });
    }
    y = lines.bottom + ROW + GAP;
  }
  const bottom = y - GAP / 2;
  return {
    panels: [{ heading: null, height: bottom + AXIS, marks: [...axis.marks(0, bottom), ...marks] }],
    key: keyOf(
      dots.map(({ role }) => role),
      names,
    ),
    blanks: dots.some(({ value }) => value === null),
  };
}

/** What the shapes stand for, each once, in one order. */
export function keyOf(roles: readonly DotRole[], names: Readonly<Record<DotRole, string>>): KeyEntry[] {
  const order: readonly DotRole[] = ['here', 'earlier', 'population', 'elsewhere'];
  return order
    .filter((role) => roles.includes(role))
    .map((role) => ({ ...dotLooks[role], text: names[role] }));
}
