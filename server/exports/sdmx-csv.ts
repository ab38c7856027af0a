import { TOTAL } from '../disclosure/table-shape.js';
import { sdmxColumns } from './columns.js';
import { comma, csvText } from './csv.js';
import { definitionTexts } from './definitions.js';
import type { ExportContext } from './export-context.js';
import type { Figure, FigureStatus } from './figure-rows.js';
import { figureRows } from './figure-rows.js';
import { emptyMeans } from './release-csv.js';
import { sourceOf } from './remarks.js';

/** Cross-domain codes of SDMX: CL_OBS_STATUS 2.2 and CL_CONF_STATUS 1.2. A blank is one, whatever lies behind it. */
const statuses: Readonly<Record<FigureStatus, readonly [obs: string, conf: string]>> = {
  told: ['A', 'F'],
  blank: ['Q', 'C'],
  none: ['M', 'F'],
};

const MOST_GROUPS = 3;

/**
 * A release as SDMX-CSV 2.0 (SDMX 3.0, section "SDMX-CSV"), columns `sdmxColumns`: count, base and share of every cell of every
 * table, shares with five digits. Dots of ids, which SDMX takes for steps in a hierarchy, become hyphens.
 */
export function sdmxCsv(context: ExportContext): string {
  const { wave, release, definition } = context;
  const definitions = definitionTexts(definition);
  const source = sourceOf(context).en;
  const rows = release.tables.flatMap((table) =>
    figureRows(table).flatMap(({ groups, subject, code, count, base, share }) => {
      const key = [
        ...['dataflow', 'MEHRWELT:RELEASE(1.0.0)', 'I', wave.id, table.id],
        ...Array.from({ length: MOST_GROUPS }, (_, at) => {
          const group = groups[at];
          return group === undefined ? ['_Z', '_Z'] : [sdmxId(group.variable.id), sdmxId(group.code)];
        }).flat(),
        ...[sdmxId(subject.id), sdmxId(code)],
      ];
      const observation = (measure: string, figure: Figure, digits: number, unit: string) => [
        ...[...key, measure, wave.closesAt.slice(0, 7)],
        figure.value === null ? null : figure.value.toFixed(digits),
        ...[...statuses[figure.status], unit, release.k, release.policy, emptyMeans],
        wave.simulated ? 'yes' : 'no',
        definitions.get(subject.id)?.en ?? subject.label.en,
        source,
      ];
      return [
        observation('COUNT', count, 0, 'PS'),
        observation('BASE', base, 0, 'PS'),
        observation('SHARE', share, 5, 'RATIO'),
      ];
    }),
  );
  return csvText(sdmxColumns, rows, comma);
}

function sdmxId(id: string): string {
  return id === TOTAL ? '_T' : id.replaceAll('.', '-');
}
