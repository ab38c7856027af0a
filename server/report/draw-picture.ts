import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { drawBars, drawMultiples } from './draw-bars.js';
import { drawComparison } from './draw-comparison.js';
import { drawTrend } from './draw-trend.js';
import { drawScale, pointsOf } from './draw-scale.js';
import { pictureKinds, type Picture, type PictureKind, type PictureScene } from './picture-words.js';

type Draw = (scene: PictureScene, table: SafeTable) => Picture | null;

const draws: Readonly<Record<PictureKind, Draw>> = {
  bars: drawBars,
  scale: drawScale,
  compare: drawComparison,
  trend: drawTrend,
  multiples: drawMultiples,
};

/** A picture of a released table, made of its told cells and published figures alone; null where there is nothing to draw. */
export function drawPicture(scene: PictureScene, table: SafeTable, kind: PictureKind): Picture | null {
  return draws[kind](scene, table);
}

/** The kinds that a table can be drawn as, the most telling first: a scale spreads, everything else stands as bars. */
export function kindsOf(scene: PictureScene, table: SafeTable): PictureKind[] {
  const order: readonly PictureKind[] =
    pointsOf(readingOf(table).subject) === null
      ? pictureKinds
      : ['scale', 'bars', 'compare', 'trend', 'multiples'];
  return order.filter((kind) => drawPicture(scene, table, kind) !== null);
}
