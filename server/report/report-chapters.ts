import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import type { ReportText } from '../ports/report-texts.js';
import { drawPicture } from './draw-picture.js';
import { explorerPath } from './explorer-choice.js';
import { chapterOf, chapters, outlineOf, type Chapter } from './outline.js';
import type { Picture, PictureScene } from './picture-words.js';

/** Chapters that HR can write in; the first has no figures of its own. */
export const writtenChapters = ['introduction', ...chapters] as const;
export type WrittenChapter = (typeof writtenChapters)[number];

export interface ReportFigure {
  readonly table: SafeTable;
  readonly pictures: readonly Picture[];
  /** Where the same table stands with everything about it. */
  readonly path: string;
}

/** Tables with a picture in one chapter. A reader takes in no more, and a plan may have hundreds. */
export const MOST_PICTURED = 10;

export interface ReportChapter {
  readonly figures: readonly ReportFigure[];
  /** Tables beyond MOST_PICTURED, which stand in the explorer only. */
  readonly further: readonly ReportLink[];
  /** Tables of which nothing can be drawn. */
  readonly blank: readonly SafeTable[];
}

export type ReportLink = Omit<ReportFigure, 'pictures'>;

/** The chapters of a report. The last one is left out where nothing belongs there. */
export function chaptersOf({ wave, release }: PictureScene): Chapter[] {
  const outline = outlineOf(wave.definition.id);
  const used = new Set(release.tables.map((table) => chapterOf(outline, table)));
  return chapters.filter((id) => id !== 'further' || used.has(id));
}

/** The released tables of a chapter, those with the fewest groups first, as many with pictures as a chapter takes. */
export function chapterFigures(scene: PictureScene, chapter: Chapter): ReportChapter {
  const { wave, release } = scene;
  const outline = outlineOf(wave.definition.id);
  const headline = outline.headline?.indicator ?? null;
  const figures: ReportFigure[] = [];
  const further: ReportLink[] = [];
  const blank: SafeTable[] = [];
  const tables = release.tables
    .filter((table) => chapterOf(outline, table) === chapter)
    .toSorted((a, b) => readingOf(a).groups.length - readingOf(b).groups.length);
  for (const table of tables) {
    const path = explorerPath(wave.id, table);
    if (figures.length === MOST_PICTURED) {
      further.push({ table, path });
      continue;
    }
    const pictures = picturesOf(scene, table, headline);
    if (pictures.length > 0) figures.push({ table, pictures, path });
    else blank.push(table);
  }
  return { figures, further, blank };
}

/** One picture a table; the headline for everybody moreover stands beside earlier figures and in its course. */
function picturesOf(scene: PictureScene, table: SafeTable, headline: string | null): Picture[] {
  const first = drawPicture(scene, table, 'scale') ?? drawPicture(scene, table, 'bars');
  const isHeadline = table.indicator?.id === headline && table.breakdown.length === 0;
  const others = isHeadline ? [drawPicture(scene, table, 'compare'), drawPicture(scene, table, 'trend')] : [];
  return [first, ...others].filter((picture) => picture !== null);
}

/** The paragraphs of a text: an empty line parts them. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

/** What is written in the language of the reader; another language is better than nothing only for those who write. */
export function writtenIn(texts: readonly ReportText[], chapter: string, lang: 'de' | 'en'): string[] {
  return paragraphsOf(texts.find((text) => text.chapter === chapter)?.text[lang] ?? '');
}
