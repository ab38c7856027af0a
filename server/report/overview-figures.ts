import type { SafeTable } from '../disclosure/safe-table.js';
import { compareFigures, type ComparedFigure } from '../figures/compare-figures.js';
import { contrastsOf, type Contrast } from '../figures/contrasts.js';
import { shareFigures, type ShareFigures } from '../figures/share-figures.js';
import { weightedShare, type NoWeights, type WeightedShare } from '../figures/weighted-share.js';
import { readingOf } from '../disclosure/shares.js';
import { drawPicture } from './draw-picture.js';
import { invitedOf } from './invited.js';
import { findTable, outlineOf } from './outline.js';
import type { Picture, PictureScene } from './picture-words.js';

export interface Headline {
  readonly table: SafeTable;
  /** Name of the answer that is counted. */
  readonly answer: string;
  /** Null: not told. */
  readonly share: ShareFigures | null;
  readonly weighted: WeightedShare | NoWeights;
  readonly comparisons: readonly ComparedFigure[];
  readonly picture: Picture | null;
  /** Why no line joins the figures. */
  readonly breaks: readonly string[];
}

/** The share that the survey turns on; null where the instrument has none, or no table of the plan tells it. */
export function headlineOf(scene: PictureScene): Headline | null {
  const { wave, release, references, lang } = scene;
  const { headline } = outlineOf(wave.definition.id);
  const table = headline === null ? null : findTable(release.tables, headline.indicator, []);
  if (headline === null || table === null) return null;
  const invited = invitedOf(wave, release);
  const codes = [headline.code];
  const trend = drawPicture(scene, table, 'trend');
  return {
    table,
    answer: readingOf(table).subject.codes.find(({ code }) => code === headline.code)?.label[lang] ?? '',
    share: shareFigures(table, [[]], codes, invited),
    weighted: weightedShare(release, wave.headcounts, headline.indicator, codes),
    comparisons: compareFigures(table, references, wave.definition.id, invited),
    picture: drawPicture(scene, table, 'compare'),
    breaks: trend?.notes ?? [],
  };
}

export interface LeadershipGap {
  readonly table: SafeTable;
  /** With and without; null: not told. */
  readonly contrast: Contrast | null;
}

/** Leaders among those with and those without what the headline counts. */
export function leadershipGapOf({ wave, release }: PictureScene): LeadershipGap | null {
  const { headline, leadership } = outlineOf(wave.definition.id);
  if (headline === null || leadership === null) return null;
  const table = findTable(release.tables, leadership.indicator, [headline.indicator]);
  if (table === null) return null;
  return { table, contrast: contrastsOf(table).find(({ code }) => code === leadership.code) ?? null };
}
