import { informationOf } from '../disclosure/information.js';
import type { Lang } from '../ports/office.js';
import { tableColumns } from './columns.js';
import { csvText, type Dialect } from './csv.js';
import { definitionTexts } from './definitions.js';
import type { ExportContext } from './export-context.js';
import { figureRows } from './figure-rows.js';
import { emptyMeans } from './release-csv.js';
import { sourceOf } from './remarks.js';

const MOST_GROUPS = 3;

/** Every cell of every table as one row of `tableColumns`, those of withheld tables without figures. */
export function tablesCsv(context: ExportContext, lang: Lang, dialect: Dialect): string {
  const { wave, release, definition, releasedOn } = context;
  const definitions = definitionTexts(definition);
  const common = [
    wave.id,
    wave.title[lang],
    wave.simulated ? 'yes' : 'no',
    releasedOn,
    `${wave.definition.id} ${wave.definition.version}`,
    release.k,
    release.policy,
    emptyMeans,
  ];
  const source = sourceOf(context)[lang];
  const rows = release.tables.flatMap((table) => {
    const { told, cells } = informationOf(table);
    return figureRows(table).map(({ groups, subject, code, label, count, base, share }) => [
      ...common,
      ...[table.id, table.status, told, cells],
      ...Array.from({ length: MOST_GROUPS }, (_, at) => {
        const group = groups[at];
        return group === undefined ? ['', '', ''] : [group.variable.id, group.code, group.label[lang]];
      }).flat(),
      ...[subject.id, subject.label[lang], code, label[lang]],
      ...[count.value, count.status, base.value, base.status],
      share.value === null ? null : share.value.toFixed(5),
      share.status,
      definitions.get(subject.id)?.[lang] ?? subject.label[lang],
      source,
    ]);
  });
  return csvText(tableColumns, rows, dialect);
}
