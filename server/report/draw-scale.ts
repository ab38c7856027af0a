import type { SafeTable, TableVariable } from '../disclosure/safe-table.js';
import { readingOf, shareOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES } from '../disclosure/table-shape.js';
import { linesOf } from '../exports/table-lines.js';
import { scalePicture } from '../pictures/scale-bars.js';
import { groupName, groupsRemark } from './draw-bars.js';
import { blankSign, type Picture, type PictureScene } from './picture-words.js';

/** Answers on a scale of five points, spreading from its middle. A group is drawn only where every point of it is told. */
export function drawScale(scene: PictureScene, table: SafeTable): Picture | null {
  const { t, lang, format } = scene;
  const { subject } = readingOf(table);
  const scale = pointsOf(subject);
  if (scale === null) return null;
  const points = scale.map((code) => subject.codes.find((entry) => entry.code === code)?.label[lang] ?? code);
  const sum = (shares: readonly number[]): string =>
    format.percent(
      shares.reduce((all, share) => all + share, 0),
      0,
    );
  const rows = linesOf(table).map((line) => {
    const group = line.group.map(({ code }) => code);
    const single = scale.map((code) => shareOf(table, [group], [code])?.share ?? null);
    const told = single.filter((share) => share !== null);
    // "Don't know" is an answer without a point: what is drawn are those who chose one.
    const all = told.reduce((total, share) => total + share, 0);
    const shares = told.length === single.length && all > 0 ? told.map((share) => share / all) : null;
    const text =
      shares === null
        ? '*'
        : t('pictures.scale.ends', { low: sum(shares.slice(0, 2)), high: sum(shares.slice(3)) });
    return { label: groupName(scene, line), shares, text, single };
  });
  const drawing = scalePicture(points, rows, format);
  if (drawing === null) return null;
  const blank = blankSign(scene);
  return {
    kind: 'scale',
    name: subject.label[lang],
    description: t('pictures.scale.description'),
    remarks: groupsRemark(scene, table),
    drawing,
    notes: [],
    data: {
      head: [t('report.mean.group'), ...points],
      rows: rows.map(({ label, single }) => [
        label,
        ...single.map((share) => (share === null ? blank : format.percent(share))),
      ]),
      numeric: points.map((_, at) => at + 1),
    },
  };
}

/** The points of a scale from the lowest to the highest; answers that are numbered from 1 to 5 are one, too. */
export function pointsOf(subject: TableVariable): readonly string[] | null {
  if (subject.scale !== undefined) return subject.scale;
  const answers = subject.codes.map(({ code }) => code).filter((code) => !NO_ANSWER_CODES.has(code));
  return answers.join() === '1,2,3,4,5' ? answers : null;
}
