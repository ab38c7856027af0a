import type { Drawing, KeyEntry, Panel, Tone } from './model.js';

/** What a picture says when it has left its page. */
export interface FileWords {
  readonly title: string;
  /** Below the title: survey, period, which answer. */
  readonly lead: readonly string[];
  /** What the sign of a blank means; drawn only where there is one. */
  readonly blank: string;
  /** Below the drawing: source, number of people, smallest group, remarks. */
  readonly foot: readonly string[];
}

export interface FileText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly strong: boolean;
  readonly tone: Tone;
}

/** Everything in pixels, on a sheet of one width. */
export interface FileLayout {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly FileText[];
  readonly key: readonly {
    readonly x: number;
    readonly y: number;
    readonly shape: KeyEntry['shape'] | 'blank';
    readonly tone: Tone;
  }[];
  readonly panels: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly panel: Panel;
  }[];
}

const WIDTH = 800;
const MARGIN = 32;
const BETWEEN = 40;
const INNER = WIDTH - 2 * MARGIN;

/** Title, key, panels in one or two columns, and what has to be said about the figures, one below another. */
export function layOutFile(drawing: Drawing, words: FileWords): FileLayout {
  const texts: FileText[] = [];
  let y = MARGIN;
  const write = (text: string, size: number, strong: boolean, tone: Tone): void => {
    for (const line of lines(text, Math.floor(INNER / (size * 0.52)))) {
      y += Math.round(size * 1.35);
      texts.push({ x: MARGIN, y: y - Math.round(size * 0.3), text: line, size, strong, tone });
    }
  };
  write(words.title, 20, true, 'ink');
  for (const text of words.lead) write(text, 14, false, 'muted');
  y += 8;
  const key: FileLayout['key'][number][] = [];
  const entries = [
    ...drawing.key,
    ...(drawing.blanks ? [{ shape: 'blank' as const, tone: 'muted' as const, text: words.blank }] : []),
  ];
  for (const { shape, tone, text } of entries) {
    y += 22;
    key.push({ x: MARGIN + 9, y: y - 5, shape, tone });
    texts.push({ x: MARGIN + 36, y, text, size: 14, strong: false, tone: 'ink' });
  }
  y += 18;
  const columns = drawing.panels.length > 1 ? 2 : 1;
  const width = (INNER - (columns - 1) * BETWEEN) / columns;
  const panels: FileLayout['panels'][number][] = [];
  for (let at = 0; at < drawing.panels.length; at += columns) {
    const row = drawing.panels.slice(at, at + columns);
    const headed = row.some(({ heading }) => heading !== null);
    row.forEach((panel, column) => {
      const x = MARGIN + column * (width + BETWEEN);
      if (panel.heading !== null)
        texts.push({ x, y: y + 16, text: panel.heading, size: 16, strong: true, tone: 'ink' });
      panels.push({ x, y: y + (headed ? 26 : 0), width, panel });
    });
    y += Math.max(...row.map(({ height }) => height)) + (headed ? 26 : 0) + 18;
  }
  for (const text of words.foot) write(text, 12, false, 'muted');
  return { width: WIDTH, height: y + MARGIN, texts, key, panels };
}

function lines(text: string, length: number): string[] {
  return text.split(' ').reduce<string[]>((all, word) => {
    const last = all.at(-1);
    if (last === undefined || last.length + 1 + word.length > length) return [...all, word];
    return [...all.slice(0, -1), `${last} ${word}`];
  }, []);
}
