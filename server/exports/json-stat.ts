import type { SafeTable, TableVariable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import type { Localized } from '../survey/definition.js';
import { definitionTexts } from './definitions.js';
import type { ExportContext } from './export-context.js';
import type { Figure } from './figure-rows.js';
import { figureRows } from './figure-rows.js';
import { notesOf } from './notes.js';
import { sourceOf } from './remarks.js';
import { totalLabel } from './table-lines.js';

/** No variable has capitals in its id, so none is taken for it. */
const MEASURE = 'MEASURE';

const measures = {
  count: { label: { de: 'Anzahl', en: 'Count' }, decimals: 0 },
  base: { label: { de: 'Basis: haben geantwortet', en: 'Base: answered' }, decimals: 0 },
  share: { label: { de: 'Anteil an der Basis', en: 'Share of the base' }, decimals: 5 },
} as const;

/** In `status`, as in SDMX; a figure that is told has none. */
const statusLabels: Readonly<Record<'Q' | 'M', Localized>> = {
  Q: { de: 'null oder nicht gezeigt', en: 'zero or not shown' },
  M: { de: 'gibt es nicht', en: 'cannot exist' },
};

/**
 * A release as JSON-stat 2.0 (json-stat.org/full): a collection with one dataset a table. Dimensions are the table's variables
 * in the order of a reading, and `MEASURE` with count, base and share; each variable has the category `total`. A blank is null
 * with the status `Q`. Labels are German; `extension.labels` has the English ones. Shares have five digits.
 */
export function releaseJsonStat(context: ExportContext): string {
  const { wave, release, releasedOn } = context;
  const definitions = definitionTexts(context.definition);
  const notes = notesOf(context).map(({ term, text }) => `${term.de}: ${text.de}`);
  const content = {
    version: '2.0',
    class: 'collection',
    label: wave.title.de,
    updated: releasedOn,
    source: sourceOf(context).de,
    note: notes,
    extension: {
      wave: wave.id,
      simulated: wave.simulated,
      questionnaire: wave.definition,
      k: release.k,
      rule: release.policy,
      status: statusLabels,
      labels: { en: wave.title.en },
    },
    link: { item: release.tables.map((table) => datasetOf(table, context, definitions)) },
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

function datasetOf(table: SafeTable, context: ExportContext, definitions: ReadonlyMap<string, Localized>) {
  const { wave, release, releasedOn } = context;
  const { groups, subject } = readingOf(table);
  const variables = [...groups, subject];
  const figures = inOrder(table, variables);
  return {
    version: '2.0',
    class: 'dataset',
    label: variables.map(({ label }) => label.de).join(' × '),
    updated: releasedOn,
    source: sourceOf(context).de,
    id: [...variables.map(({ id }) => id), MEASURE],
    size: [...variables.map(({ codes }) => codes.length + 1), Object.keys(measures).length],
    role: { metric: [MEASURE] },
    dimension: {
      ...Object.fromEntries(variables.map((variable) => [variable.id, dimensionOf(variable)])),
      [MEASURE]: {
        label: 'Kennzahl',
        category: {
          index: Object.keys(measures),
          label: Object.fromEntries(Object.entries(measures).map(([id, { label }]) => [id, label.de])),
          unit: Object.fromEntries(Object.entries(measures).map(([id, { decimals }]) => [id, { decimals }])),
        },
      },
    },
    value: figures.map(({ value }) => value),
    status: Object.fromEntries(
      figures.flatMap(({ status }, at) =>
        status === 'told' ? [] : [[String(at), status === 'blank' ? 'Q' : 'M'] as const],
      ),
    ),
    extension: {
      table: table.id,
      status: table.status,
      wave: wave.id,
      simulated: wave.simulated,
      k: release.k,
      rule: release.policy,
      definition: definitions.get(subject.id) ?? subject.label,
      labels: {
        en: Object.fromEntries(
          variables.map(({ id, label, codes }) => [
            id,
            {
              label: label.en,
              category: Object.fromEntries(withTotal(codes).map((code) => [code.code, code.label.en])),
            },
          ]),
        ),
      },
    },
  };
}

function dimensionOf({ label, codes }: TableVariable) {
  const all = withTotal(codes);
  return {
    label: label.de,
    category: {
      index: all.map(({ code }) => code),
      label: Object.fromEntries(all.map((entry) => [entry.code, entry.label.de])),
    },
  };
}

function withTotal(codes: TableVariable['codes']): TableVariable['codes'] {
  return [...codes, { code: TOTAL, label: totalLabel }];
}

/** Row by row, the last dimension fastest, with totals last: as `id` and `size` count them. */
function inOrder(table: SafeTable, variables: readonly TableVariable[]): Figure[] {
  const rows = new Map(
    figureRows(table).map((row) => [[...row.groups.map(({ code }) => code), row.code].join('|'), row]),
  );
  const keys = variables.reduce<string[][]>(
    (lists, { codes }) => lists.flatMap((list) => withTotal(codes).map(({ code }) => [...list, code])),
    [[]],
  );
  return keys.flatMap((key) => {
    const row = rows.get(key.join('|'));
    if (row === undefined) throw new Error(`table ${table.id} has no cell ${key.join(', ')}`);
    const { count, base, share } = row;
    return [count, base, { ...share, value: share.value === null ? null : Number(share.value.toFixed(5)) }];
  });
}
