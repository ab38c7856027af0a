import { informationOf } from '../disclosure/information.js';
import { meansOf } from '../disclosure/means.js';
import type { SafeTable, TableVariable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import { totalLabel } from '../exports/table-lines.js';
import { tableText } from '../exports/table-text.js';
import { staffPage } from '../http/staff-page.js';
import type { StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { ReportDeps } from './deps.js';
import { describeFigures } from './describe-figures.js';
import { drawPicture, kindsOf } from './draw-picture.js';
import { sceneOf } from './picture-scene.js';
import { figureWords } from './picture-words.js';
import { withTable } from './with-release.js';

/** One table: picture, figures, intervals for everybody, and the published figures that belong beside it. */
export function showTable(deps: ReportDeps): StaffRoute['handle'] {
  return withTable(deps, async (call) => {
    const { req, res, wave, table } = call;
    const scene = await sceneOf(deps, call);
    const { t, format } = scene;
    const [kind] = kindsOf(scene, table);
    const reading = readingOf(table);
    const title = reading.subject.label[req.lang];
    const sure = describeFigures(scene, table);
    staffPage(
      deps.views,
      req,
      res,
      'report/table',
      { title, simulated: wave.simulated },
      {
        wave,
        table,
        reading,
        information: informationOf(table),
        figures: tableText(table, req.lang, format, figureWords(t)),
        drawn: kind === undefined ? null : drawPicture(scene, table, kind),
        sure,
        comparisons: sure.compared,
        means: describeMeans(table, req.lang),
      },
    );
  });
}

/** Means of a scale, where it is one: a row for each group whose distribution is told, and what the ends of the scale are. */
function describeMeans(table: SafeTable, lang: Lang) {
  const { groups, subject } = readingOf(table);
  const labelOf = (codes: TableVariable['codes'], code: string | undefined): string =>
    codes.find((entry) => entry.code === code)?.label[lang] ?? '';
  return {
    lowest: labelOf(subject.codes, subject.scale?.[0]),
    highest: labelOf(subject.codes, subject.scale?.at(-1)),
    points: subject.scale?.length ?? 0,
    rows: meansOf(table).map(({ group, mean: { mean, base } }) => ({
      group: group.every((code) => code === TOTAL)
        ? translator(lang)('report.wave.everybody')
        : group
            .map((code, at) => (code === TOTAL ? totalLabel[lang] : labelOf(groups[at]?.codes ?? [], code)))
            .join(' × '),
      mean,
      base,
    })),
  };
}
