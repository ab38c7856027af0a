import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { dotsPicture, type DotRole, type DotRow } from '../pictures/dots.js';
import type { Reference } from '../references/reference.js';
import { groupsRemark } from './draw-bars.js';
import { compareFigures, type ComparedFigure } from '../figures/compare-figures.js';
import type { ShareFigures } from '../figures/share-figures.js';
import { invitedOf } from './invited.js';
import {
  blankSign,
  pointsText,
  publishedText,
  shortRange,
  type Picture,
  type PictureScene,
} from './picture-words.js';

const roleOf: Readonly<Record<Reference['kind'], DotRole>> = {
  baseline: 'earlier',
  previous: 'earlier',
  staff: 'elsewhere',
  population: 'population',
  elsewhere: 'elsewhere',
};

export function dotNames({ t }: PictureScene): Readonly<Record<DotRole, string>> {
  return {
    here: t('pictures.role.here'),
    earlier: t('pictures.role.earlier'),
    population: t('pictures.role.population'),
    elsewhere: t('pictures.role.elsewhere'),
  };
}

/** Published figures and this survey on one scale: 2014 against now, and the population. */
export function drawComparison(scene: PictureScene, table: SafeTable): Picture | null {
  const { groups, subject } = readingOf(table);
  const comparisons = compareFigures(
    table,
    scene.references,
    scene.wave.definition.id,
    invitedOf(scene.wave, scene.release),
  );
  if (comparisons.length === 0) return null;
  const rows = groups.length === 0 ? oneByOne(scene, comparisons) : inPairs(scene, comparisons);
  const drawing = dotsPicture(rows, dotNames(scene), scene.format);
  if (drawing === null) return null;
  const { t, lang } = scene;
  return {
    kind: 'compare',
    name: t('pictures.compare.name', { subject: subject.label[lang] }),
    description: t('pictures.compare.description'),
    remarks: groupsRemark(scene, table),
    drawing,
    notes: [t('pictures.compare.caveat')],
    data: {
      head: [
        t('report.comparison.figure'),
        t('report.reference.value'),
        t('report.reference.here'),
        t('pictures.compare.difference'),
      ],
      rows: comparisons.map((comparison) => dataRow(scene, comparison)),
      numeric: [1, 2, 3],
    },
  };
}

/** Everybody together: what was published, one below another, and this survey on top. */
function oneByOne(scene: PictureScene, comparisons: readonly ComparedFigure[]): DotRow[] {
  // The answers that a figure counts may differ from those of another: one row of this survey for each.
  const heres = new Map(comparisons.map(({ reference, here }) => [linkOf(reference), here]));
  return [
    ...[...heres.values()].map((here) => ({
      label: scene.t('pictures.role.here'),
      dots: [hereDot(scene, here, '')],
    })),
    ...comparisons.map(({ reference }) => ({
      label: reference.label[scene.lang],
      dots: [publishedDot(scene, reference, publishedText(scene, reference))],
    })),
  ];
}

function inPairs(scene: PictureScene, comparisons: readonly ComparedFigure[]): DotRow[] {
  return comparisons.map(({ reference, here }) => ({
    label: reference.label[scene.lang],
    dots: [
      publishedDot(scene, reference, publishedText(scene, reference)),
      hereDot(scene, here, `${scene.t('pictures.now')}: `),
    ],
  }));
}

function linkOf(reference: Reference): string {
  return reference.links.map(({ codes }) => codes.join('+'))[0] ?? '';
}

function publishedDot(_scene: PictureScene, reference: Reference, text: string): DotRow['dots'][number] {
  return { role: roleOf[reference.kind], value: reference.value / 100, interval: null, text };
}

function hereDot(scene: PictureScene, here: ShareFigures | null, before: string): DotRow['dots'][number] {
  if (here === null) return { role: 'here', value: null, interval: null, text: `${before}*` };
  const text = `${before}${scene.format.percent(here.share)} (${shortRange(scene, here.interval)})`;
  return { role: 'here', value: here.share, interval: here.interval, text };
}

function dataRow(scene: PictureScene, { reference, here, difference, test }: ComparedFigure) {
  const { t, format, lang } = scene;
  return [
    reference.label[lang],
    t('pictures.compare.published', { value: publishedText(scene, reference), year: reference.year }),
    here === null
      ? blankSign(scene)
      : t('report.reference.hereText', {
          share: format.percent(here.share),
          count: here.count,
          base: here.base,
        }),
    difference === null
      ? blankSign(scene)
      : test === null
        ? t('pictures.compare.points', { points: pointsText(scene, difference) })
        : t('pictures.compare.pointsBetween', {
            points: pointsText(scene, difference),
            low: pointsText(scene, test.interval.low),
            high: pointsText(scene, test.interval.high),
          }),
  ];
}
