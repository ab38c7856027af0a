import type { Interval } from '../statistics/wilson.js';
import type { TableText, tableText } from '../exports/table-text.js';
import type { Format } from '../http/format.js';
import type { Translate } from '../i18n/index.js';
import type { Wave } from '../ports/office.js';
import type { Reference } from '../references/reference.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import type { Drawing } from '../pictures/model.js';
import type { Lang } from '../ports/office.js';

export const pictureKinds = ['bars', 'scale', 'compare', 'trend', 'multiples'] as const;
export type PictureKind = (typeof pictureKinds)[number];

/** Everything that a picture may be made of. */
export interface PictureScene {
  readonly wave: Wave;
  readonly release: SafeRelease;
  readonly references: readonly Reference[];
  readonly lang: Lang;
  readonly t: Translate;
  readonly format: Format;
}

/** A drawing with the words around it and the figures behind it. */
export interface Picture {
  readonly kind: PictureKind;
  readonly name: string;
  readonly description: string;
  /** What stands between name and drawing: which answer is drawn, that groups were left out. */
  readonly remarks: readonly string[];
  readonly drawing: Drawing;
  /** What stands below it: breaks of a series. */
  readonly notes: readonly string[];
  readonly data: Pick<TableText, 'head' | 'rows' | 'numeric'>;
}

/** Beside a value: `19,3–20,9 %`. */
export function shortRange({ format }: PictureScene, { low, high }: Interval): string {
  return `${format.percent(low).replace(/\s*%$/, '')}–${format.percent(high)}`;
}

export function rangeText({ t, format }: PictureScene, { low, high }: Interval): string {
  return t('pictures.range', { low: format.percent(low), high: format.percent(high) });
}

/** A blank as a sign with words for those who don't see it. */
export function blankSign({ t }: PictureScene): { sign: string; spoken: string } {
  return { sign: '*', spoken: t('report.blank.spoken') };
}

/** With as many decimals as it was published with. */
export function publishedText({ format }: Pick<PictureScene, 'format'>, { value }: Reference): string {
  return format.percent(value / 100, (String(value).split('.')[1] ?? '').length);
}

/** `+3,1` or `−3,1`, without the sign of percent: these are percentage points. */
export function pointsText({ format }: Pick<PictureScene, 'format'>, difference: number): string {
  return `${difference < 0 ? '−' : '+'}${format.percent(Math.abs(difference)).replace(/\s*%$/, '')}`;
}

/** What the columns of a table are called. */
export function figureWords(t: Translate): Parameters<typeof tableText>[3] {
  return {
    answer: t('report.table.answer'),
    count: t('report.table.count'),
    share: t('report.table.share'),
    size: t('report.table.size'),
    base: t('report.table.base'),
    blank: t('report.blank.spoken'),
  };
}
