import type { SafeTable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES, TOTAL } from '../disclosure/table-shape.js';
import { linesOf, type TableLine } from '../exports/table-lines.js';
import { barsPicture, type BarRow } from '../pictures/bars.js';
import { wilson } from '../statistics/wilson.js';
import { invitedOf } from './invited.js';
import { blankSign, rangeText, shortRange, type Picture, type PictureScene } from './picture-words.js';

const MOST_ROWS = 90;

interface Row {
  readonly bar: BarRow;
  readonly count: number | null;
  readonly base: number | null;
}

interface PanelRows {
  readonly heading: string | null;
  readonly rows: readonly Row[];
}

/**
 * Bars with intervals. Without groups a bar for each answer; with groups and two answers a bar for each group; with more
 * answers a panel for each.
 */
export function drawBars(scene: PictureScene, table: SafeTable): Picture | null {
  const { groups, subject } = readingOf(table);
  const answers = answersOf(table);
  const lines = linesOf(table);
  const oneAnswer = answers.length === 2 && groups.length > 0;
  const drawn = oneAnswer ? answers.slice(0, 1) : answers;
  const shortened = groups.length > 0 && lines.length * drawn.length > MOST_ROWS;
  const everybody = lines.slice(0, 1);
  const panels: PanelRows[] =
    groups.length === 0 || shortened
      ? [
          {
            heading: null,
            rows: everybody.flatMap((line) =>
              drawn.map((code) => rowOf(scene, line, code.code, code.label[scene.lang])),
            ),
          },
        ]
      : drawn.map(({ code, label }) => ({
          heading: oneAnswer ? null : label[scene.lang],
          rows: lines.map((line) => rowOf(scene, line, code, groupName(scene, line))),
        }));
  const { t, lang } = scene;
  const remarks = [
    ...groupsRemark(scene, table),
    ...(oneAnswer ? [t('pictures.of', { answer: drawn[0]?.label[lang] ?? '' })] : []),
    ...(shortened ? [t('pictures.shortened')] : []),
  ];
  return picture(scene, panels, { kind: 'bars', name: subject.label[lang], remarks });
}

/** What forms the groups: mostly a question, which no sentence can be put around. */
export function groupsRemark({ t, lang }: PictureScene, table: SafeTable): string[] {
  const { groups } = readingOf(table);
  return groups.length === 0
    ? []
    : [t('report.table.byGroups', { groups: groups.map(({ label }) => label[lang]).join(' × ') })];
}

/** One answer by every variable that the plan crosses it with: small multiples on one scale. */
export function drawMultiples(scene: PictureScene, table: SafeTable): Picture | null {
  const { subject } = readingOf(table);
  const [answer, ...others] = answersOf(table);
  if (answer === undefined || others.length > 1 || table.indicator === null) return null;
  const panels = scene.release.tables.flatMap((other): PanelRows[] => {
    const [group, ...more] = readingOf(other).groups;
    if (other.indicator?.id !== subject.id || group === undefined || more.length > 0) return [];
    const lines = linesOf(other).slice(1);
    return lines.length === 0
      ? []
      : [
          {
            heading: group.label[scene.lang],
            rows: lines.map((line) => rowOf(scene, line, answer.code, groupName(scene, line))),
          },
        ];
  });
  if (panels.length < 2) return null;
  const name = scene.t('pictures.multiples.name', { subject: subject.label[scene.lang] });
  const remarks = [scene.t('pictures.of', { answer: answer.label[scene.lang] })];
  return picture(scene, panels, { kind: 'multiples', name, remarks });
}

/** Answers that a share can be of, in the order of the code list. */
export function answersOf(table: SafeTable) {
  return readingOf(table).subject.codes.filter(({ code }) => !NO_ANSWER_CODES.has(code));
}

export function groupName({ lang, t }: PictureScene, { group }: TableLine): string {
  return group.every(({ code }) => code === TOTAL)
    ? t('pictures.everybody')
    : group
        .filter(({ code }) => code !== TOTAL)
        .map(({ label }) => label[lang])
        .join(', ');
}

function rowOf(scene: PictureScene, line: TableLine, code: string, label: string): Row {
  const figure = line.figures.find((candidate) => candidate.code === code);
  const share = figure?.share ?? null;
  const count = figure?.count ?? null;
  const everybody = line.group.every((entry) => entry.code === TOTAL);
  // Only of everybody together it is known how many were asked.
  const asked = everybody ? (invitedOf(scene.wave, scene.release) ?? undefined) : undefined;
  const interval =
    share === null || count === null || line.base === null ? null : wilson(count, line.base, asked);
  return {
    bar: {
      label,
      value: share,
      interval,
      text: share === null ? '*' : scene.format.percent(share),
      range: interval === null ? null : `(${shortRange(scene, interval)})`,
      everybody: everybody && line.group.length > 0,
    },
    count,
    base: line.base,
  };
}

function picture(
  scene: PictureScene,
  panels: readonly PanelRows[],
  words: Pick<Picture, 'kind' | 'name' | 'remarks'>,
): Picture | null {
  const drawing = barsPicture(
    panels.map(({ heading, rows }) => ({ heading, rows: rows.map(({ bar }) => bar) })),
    scene.format,
  );
  if (drawing === null) return null;
  const { t } = scene;
  const blank = blankSign(scene);
  const headed = panels.some(({ heading }) => heading !== null);
  const rows = panels.flatMap((panel) =>
    panel.rows.map(({ bar, count, base }) => [
      panel.heading === null ? bar.label : `${panel.heading}: ${bar.label}`,
      bar.value === null ? blank : bar.text,
      bar.interval === null ? blank : rangeText(scene, bar.interval),
      count === null || base === null ? blank : t('report.interval.counts', { count, base }),
    ]),
  );
  return {
    ...words,
    description: t(headed ? 'pictures.bars.descriptionPanels' : 'pictures.bars.description'),
    drawing,
    notes: [],
    data: {
      head: [
        t('report.mean.group'),
        t('report.table.share'),
        t('report.interval.range'),
        t('report.interval.of'),
      ],
      rows,
      numeric: [1, 2, 3],
    },
  };
}
