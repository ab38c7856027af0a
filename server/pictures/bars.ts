import type { Drawing, Mark, Panel, ShareFormat, TextPart } from './model.js';
import { AXIS, shareAxis, whisker, type ShareAxis } from './share-axis.js';
import { textLines } from './text-lines.js';

/** One bar: a share between 0 and 1 with its interval, or null where it is not shown. */
export interface BarRow {
  readonly label: string;
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Value in words, or the sign of a blank. */
  readonly text: string;
  /** Interval in words. */
  readonly range: string | null;
  /** Everybody together: drawn apart from the groups. */
  readonly everybody: boolean;
}

const BAR = 14;
const GAP = 14;

/**
 * Bars of shares with whiskers, one panel or several side by side (small multiples) on one scale. Null where no share is
 * shown: there is nothing to draw.
 */
export function barsPicture(
  panels: readonly { readonly heading: string | null; readonly rows: readonly BarRow[] }[],
  format: ShareFormat,
): Drawing | null {
  const rows = panels.flatMap((panel) => panel.rows);
  const shares = rows.flatMap(({ value, interval }) => (value === null ? [] : [interval?.high ?? value]));
  if (!shares.some((share) => share > 0)) return null;
  const axis = shareAxis(shares, format);
  return {
    panels: panels.map(({ heading, rows: own }) => panelOf(heading, own, axis)),
    key: [],
    blanks: rows.some(({ value }) => value === null),
  };
}

function panelOf(heading: string | null, rows: readonly BarRow[], axis: ShareAxis): Panel {
  const marks: Mark[] = [];
  let y = 0;
  for (const row of rows) {
    const text = textLines(wordsOf(row), y);
    y = text.bottom;
    marks.push(...text.marks);
    if (row.value === null) {
      marks.push({ kind: 'blank', x: 0, y, height: BAR });
    } else {
      const width = axis.at(row.value);
      const tone = row.everybody ? ('all' as const) : ('main' as const);
      marks.push({ kind: 'bar', x: 0, width, y, height: BAR, tone, outlined: false });
      if (row.interval !== null)
        marks.push(...whisker(axis.at(row.interval.low), axis.at(row.interval.high), y + BAR / 2, 4));
    }
    y += BAR + GAP;
  }
  return { heading, height: y + AXIS - GAP / 2, marks: [...axis.marks(0, y - GAP / 2), ...marks] };
}

function wordsOf({ label, text, range }: BarRow): TextPart[] {
  return [
    { text: label, weight: 'plain' },
    { text, weight: 'strong' },
    ...(range === null ? [] : [{ text: range, weight: 'quiet' as const }]),
  ];
}
