import { scaleLinear } from 'd3-scale';
import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES } from '../disclosure/table-shape.js';
import type { TableLine } from '../exports/table-lines.js';
import { linesOf } from '../exports/table-lines.js';
import type { NumberFormat } from '../exports/table-text.js';
import { BLANK } from '../exports/table-text.js';
import type { Lang } from '../ports/office.js';

/** Geometry of a chart: heights in pixels, widths in percent of the drawing, so that text keeps its size on any screen. */
export interface BarChart {
  readonly height: number;
  readonly panels: readonly { readonly heading: readonly TextLine[]; readonly bars: readonly Bar[] }[];
  readonly ticks: readonly {
    readonly at: string;
    readonly text: string;
    readonly anchor: 'start' | 'middle' | 'end';
  }[];
  /** Where the lines of the scale begin and end. */
  readonly top: number;
  readonly bottom: number;
  /** Which code each bar is the share of, where all bars show the same one. */
  readonly of: string | null;
  /** Whether a share could not be drawn because it is blank. */
  readonly blanks: boolean;
  /** Whether groups were left out because there are too many to draw. */
  readonly shortened: boolean;
}

export interface TextLine {
  readonly text: string;
  /** Base line. */
  readonly y: number;
}

export interface Bar {
  /** What the bar shows and its value, in lines that fit a narrow screen. */
  readonly label: readonly TextLine[];
  readonly y: number;
  /** As in `42.5%`; null: blank, nothing to draw. */
  readonly width: string | null;
}

export const BAR_HEIGHT = 16;
const LINE = 20;
const GAP = 14;
/** Characters that fit beside each other at 320 pixels. */
const LINE_LENGTH = 32;
const MAX_BARS = 60;

/**
 * Bars of the shares a table shows. With two possible answers the first is drawn, one bar for each group; with more, one
 * panel for each group. Null where the table has no share to draw.
 */
export function barChart(table: SafeTable, lang: Lang, format: NumberFormat): BarChart | null {
  const answers = readingOf(table).subject.codes.filter(({ code }) => !NO_ANSWER_CODES.has(code));
  const lines = linesOf(table);
  const oneCode = answers.length === 2 && (lines[0]?.group.length ?? 0) > 0;
  const drawn = oneCode ? answers.slice(0, 1) : answers;
  const shortened = lines.length * drawn.length > MAX_BARS;
  const all = (shortened ? lines.slice(0, 1) : lines).map((line) =>
    figuresOf(
      line,
      drawn.map(({ code }) => code),
      lang,
    ),
  );
  const shares = all.flatMap(({ figures }) => figures.map(({ share }) => share ?? 0));
  if (!shares.some((share) => share > 0)) return null;

  const scale = scaleLinear()
    .domain([0, Math.max(...shares)])
    .range([0, 100])
    .nice(4);
  const groups = oneCode
    ? [{ name: '', figures: all.map(({ name, figures }) => ({ name, share: figures[0]?.share ?? null })) }]
    : all;

  let y = 0;
  const textLines = (text: string): TextLine[] =>
    wrap(text, LINE_LENGTH).map((part) => {
      y += LINE;
      return { text: part, y: y - 5 };
    });
  const panels = groups.map(({ name, figures }) => {
    const heading = name === '' ? [] : textLines(name);
    const bars = figures.map(({ name: label, share }) => {
      const text = textLines(`${label}: ${share === null ? BLANK : format.percent(share)}`);
      const bar = { label: text, y, width: share === null ? null : percent(scale(share)) };
      y += BAR_HEIGHT + GAP;
      return bar;
    });
    y += heading.length === 0 ? 0 : GAP;
    return { heading, bars };
  });
  const bottom = y;
  const values = scale.ticks(4);
  const digits = values.every((value) => Number.isInteger(Math.round(value * 1e6) / 1e4)) ? 0 : 1;
  const ticks = values.map((value) => {
    const at = scale(value);
    const anchor = at < 1 ? ('start' as const) : at > 99 ? ('end' as const) : ('middle' as const);
    return { at: percent(at), text: format.percent(value, digits), anchor };
  });
  return {
    height: bottom + LINE,
    panels,
    ticks,
    top: 0,
    bottom,
    blanks: groups.some(({ figures }) => figures.some(({ share }) => share === null)),
    of: oneCode ? (drawn[0]?.label[lang] ?? null) : null,
    shortened,
  };
}

interface NamedShares {
  readonly name: string;
  readonly figures: readonly { readonly name: string; readonly share: number | null }[];
}

function figuresOf(line: TableLine, codes: readonly string[], lang: Lang): NamedShares {
  return {
    name: line.group.map(({ label }) => label[lang]).join(', '),
    figures: line.figures
      .filter(({ code }) => codes.includes(code))
      .map(({ label, share }) => ({ name: label[lang], share })),
  };
}

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}

/** Breaks between words, and inside a word that alone is longer than a line. */
function wrap(text: string, length: number): string[] {
  const words = text
    .split(' ')
    .flatMap((word) => word.match(new RegExp(`.{1,${String(length)}}`, 'gu')) ?? []);
  return words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > length) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
