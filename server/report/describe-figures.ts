import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import type { ComparedFigure } from '../figures/compare-figures.js';
import type { Contrast } from '../figures/contrasts.js';
import { figuresOfTable, type AnswerFigures } from '../figures/figures-of-table.js';
import type { StandardisedShare } from '../figures/standardised-shares.js';
import type { NoWeights } from '../figures/weighted-share.js';
import type { Interval } from '../statistics/interval.js';
import type { Ratio } from '../statistics/ratios.js';
import { invitedOf } from './invited.js';
import { pointsText, publishedText, rangeText, type PictureScene } from './picture-words.js';

type Cell = string | { readonly href: string; readonly text: string };
type Rows = readonly (readonly Cell[])[];

/** Rows of the tables below a table, in words. A table without rows is not shown. */
export interface FigureRows {
  /** Share, interval, and what it is calculated from. */
  readonly intervals: Rows;
  /** What those may change who did not answer. */
  readonly bounds: Rows;
  /** Shares with weights beside those without. */
  readonly weights: Rows;
  /** Why there are no weights; null where there are, and where there is no share. */
  readonly noWeights: NoWeights | null;
  readonly contrasts: Rows;
  /** The two groups that are contrasted. */
  readonly contrasted: readonly string[];
  readonly standardised: Rows;
  readonly comparisons: Rows;
  /** The published figures of these rows, in their order, and the shares they are held against. */
  readonly compared: readonly ComparedFigure[];
}

/** Everything that is calculated from a table, in words of the reader's language. */
export function describeFigures(scene: PictureScene, table: SafeTable): FigureRows {
  const { wave, release, references } = scene;
  const invited = invitedOf(wave, release);
  const { answers, comparisons, contrasts, standardised } = figuresOfTable(
    table,
    { release, wave, invited },
    references,
  );
  const { groups, subject } = readingOf(table);
  const labelOf = (code: string): string => labelIn(scene, subject.codes, code);
  const groupOf = (code: string): string =>
    groups.map(({ codes }) => labelIn(scene, codes, code)).find((label) => label !== code) ?? code;
  const [contrast] = contrasts;
  const reasons = answers.map(({ weighted }) => weighted).filter((one) => typeof one === 'string');
  return {
    intervals: answers.map((one) => [
      labelOf(one.code),
      scene.format.percent(one.share),
      rangeText(scene, one.interval),
      countsText(scene, one),
    ]),
    bounds: answers.map((one) => boundsRow(scene, labelOf(one.code), one)),
    weights: answers.flatMap((one) => weightsRow(scene, labelOf(one.code), one)),
    noWeights: answers.length > 0 && reasons.length === answers.length ? (reasons[0] ?? null) : null,
    contrasts: contrasts.map((one) => contrastRow(scene, labelOf(one.code), one)),
    contrasted:
      contrast === undefined
        ? []
        : [contrast.group, contrast.others].map(({ codes }) => groupOf(codes[0] ?? '')),
    standardised: standardised.map((one) =>
      standardisedRow(scene, groupOf(one.group), labelOf(one.code), one),
    ),
    comparisons: comparisons.map((one) => comparisonRow(scene, one)),
    compared: comparisons,
  };
}

function labelIn(
  { lang }: PictureScene,
  codes: readonly { readonly code: string; readonly label: Readonly<Record<'de' | 'en', string>> }[],
  code: string,
): string {
  return codes.find((entry) => entry.code === code)?.label[lang] ?? code;
}

function countsText({ t }: PictureScene, { count, base }: { count: number; base: number }): string {
  return t('report.interval.counts', { count, base });
}

function boundsRow(scene: PictureScene, label: string, one: AnswerFigures): Cell[] {
  const range = (interval: Interval | null): string =>
    interval === null ? scene.t('figures.notKnown') : rangeText(scene, interval);
  return [label, range(one.itemNonResponse.bounds), range(one.ifOthersDiffer), range(one.worstCase)];
}

function weightsRow(scene: PictureScene, label: string, { weighted }: AnswerFigures): Cell[][] {
  if (typeof weighted === 'string') return [];
  const { share, interval, unweighted, effective } = weighted;
  const { format } = scene;
  return [
    [
      label,
      `${format.percent(share)} (${rangeText(scene, interval)})`,
      `${format.percent(unweighted.share)} (${countsText(scene, unweighted)})`,
      format.number(Math.round(effective)),
    ],
  ];
}

function contrastRow(scene: PictureScene, label: string, one: Contrast): Cell[] {
  return [
    label,
    scene.format.percent(one.group.figures.share),
    scene.format.percent(one.others.figures.share),
    differenceText(scene, one.difference.difference, one.difference.interval),
    ratioText(scene, one.rateRatio),
    ratioText(scene, one.oddsRatio),
  ];
}

function standardisedRow(scene: PictureScene, group: string, label: string, one: StandardisedShare): Cell[] {
  const { rate, interval } = one.standardised;
  const range = interval === null ? '' : ` (${rangeText(scene, interval)})`;
  return [group, label, scene.format.percent(one.crude.share), `${scene.format.percent(rate)}${range}`];
}

function comparisonRow(scene: PictureScene, one: ComparedFigure): Cell[] {
  const { t, format, lang } = scene;
  const { reference, here, difference, test, representation, remarks } = one;
  const said = [
    ...(test === null ? [] : [t('figures.effect', { h: signed(scene, test.cohensH) })]),
    ...(representation === null
      ? []
      : [
          t('figures.index', {
            index: format.decimal(representation.index),
            ...{
              low: format.decimal(representation.interval.low),
              high: format.decimal(representation.interval.high),
            },
          }),
        ]),
    ...remarks.map((remark) => t(`figures.remark.${remark}`)),
  ];
  const interval = test?.interval ?? representation?.gapInterval ?? null;
  return [
    { href: `#${reference.id}`, text: reference.label[lang] },
    publishedText(scene, reference),
    here === null
      ? t('report.reference.notShown')
      : t('report.reference.hereText', {
          share: format.percent(here.share),
          count: here.count,
          base: here.base,
        }),
    difference === null ? '' : differenceText(scene, difference, interval),
    difference === null ? '' : said.join(' '),
  ];
}

/** Percentage points, with their interval where there is one. */
function differenceText(scene: PictureScene, difference: number, interval: Interval | null): string {
  const points = (value: number): string => pointsText(scene, value);
  return interval === null
    ? points(difference)
    : scene.t('figures.withRange', {
        ...{ value: points(difference), low: points(interval.low), high: points(interval.high) },
      });
}

function ratioText(scene: PictureScene, ratio: Ratio | null): string {
  const { t, format } = scene;
  if (ratio === null) return t('figures.notKnown');
  const value = format.decimal(ratio.ratio);
  if (ratio.interval === null) return value;
  const { low, high } = ratio.interval;
  return t('figures.withRange', { value, low: format.decimal(low), high: format.decimal(high) });
}

function signed({ format }: PictureScene, value: number): string {
  return `${value < 0 ? '−' : '+'}${format.decimal(Math.abs(value))}`;
}
