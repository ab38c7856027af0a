import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf, shareOf } from '../disclosure/shares.js';
import { seriesOf, type Series, type SeriesPoint, type WavePoint } from '../figures/series.js';
import type { DotRole } from '../pictures/dots.js';
import { trendPicture, type TrendPoint } from '../pictures/trend.js';
import { referencesOf } from '../references/reference.js';
import { answersOf } from './draw-bars.js';
import { dotNames } from './draw-comparison.js';
import { invitedOf } from './invited.js';
import { rangeText, type Picture, type PictureScene } from './picture-words.js';

/** The course of a share over the surveys of this staff and beside it that of the population; breaks are named, not drawn over. */
export function drawTrend(scene: PictureScene, table: SafeTable): Picture | null {
  const { t, lang, format } = scene;
  const all = courseOf(scene, table);
  const drawing = trendPicture(
    all.map(({ own, segments, breaks }) => ({
      segments: segments.map((segment) => segment.map((point) => pointOf(scene, own, point))),
      breaks: breaks.map(({ after, before }) => ({ after: after.year, before: before.year })),
    })),
    dotNames(scene),
    format,
  );
  if (drawing === null) return null;
  const notes = all
    .flatMap(({ breaks }) => breaks)
    .map(({ after, before, why }, at) =>
      t(`pictures.trend.${why}`, {
        number: at + 1,
        after: after.year,
        before: before.year,
        earlier: definitionOf(scene, after),
        later: definitionOf(scene, before),
      }),
    );
  const points = all.flatMap(({ own, points: list }) => list.map((point) => ({ own, point })));
  return {
    kind: 'trend',
    name: t('pictures.trend.name', { subject: readingOf(table).subject.label[lang] }),
    description: t('pictures.trend.description'),
    remarks: [],
    drawing,
    notes,
    data: {
      head: [
        t('report.comparison.figure'),
        t('pictures.trend.year'),
        t('report.table.share'),
        t('report.interval.range'),
      ],
      rows: points.map(({ point }) => [
        point.label[lang],
        point.year,
        format.percent(point.share),
        point.interval === null ? t('pictures.trend.noInterval') : rangeText(scene, point.interval),
      ]),
      numeric: [2, 3],
    },
  };
}

/** The own series and the population's; other administrations would crowd the picture. */
export function courseOf({ wave, release, references }: PictureScene, table: SafeTable): Series[] {
  const { groups, subject } = readingOf(table);
  if (groups.length > 0) return [];
  const codes =
    followedCodes(references, wave.definition.id, subject.id) ??
    answersOf(table)
      .slice(0, 1)
      .map(({ code }) => code);
  const share = shareOf(table, [[]], codes);
  const here: WavePoint[] =
    share === null
      ? []
      : [
          {
            waveId: wave.id,
            title: wave.title,
            year: wave.closesAt.slice(0, 4),
            share,
            asked: invitedOf(wave, release),
            sinceLast: null,
          },
        ];
  const followed = { instrument: wave.definition.id, indicator: subject.id, codes, groups: {} };
  return seriesOf(references, followed, here).filter(
    ({ own, points }) => own || points.every(({ reference }) => reference?.kind === 'population'),
  );
}

/** The answers that published figures about everybody count. */
function followedCodes(
  references: PictureScene['references'],
  instrument: string,
  indicator: string,
): readonly string[] | undefined {
  return referencesOf(references, instrument, indicator)
    .flatMap(({ links }) => links)
    .find((link) => link.indicator === indicator && Object.keys(link.groups).length === 0)?.codes;
}

function pointOf({ format }: PictureScene, own: boolean, point: SeriesPoint): TrendPoint {
  const role: DotRole = point.wave !== null ? 'here' : own ? 'earlier' : 'population';
  return {
    year: point.year,
    role,
    value: point.share,
    interval: point.interval,
    text: format.percent(point.share),
  };
}

function definitionOf({ lang, t }: PictureScene, { reference }: SeriesPoint): string {
  return reference === null
    ? t('pictures.role.here')
    : (reference.definition?.[lang] ?? t('pictures.trend.noDefinition'));
}
