import { stringify } from 'csv-stringify/sync';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { informationOf } from '../disclosure/information.js';
import { readingOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import type { Lang, Wave } from '../ports/office.js';
import type { TableLine } from './table-lines.js';
import { linesOf, totalLabel } from './table-lines.js';

const groupColumns = [1, 2, 3].flatMap((at) =>
  ['variable', 'code', 'label'].map((part) => `group${String(at)}_${part}`),
);

/**
 * One row for each cell. `wave`, `simulated`, `questionnaire`, `k`, `rule` (see release-json.ts) and `empty_means` repeat,
 * so that a file explains itself; `cells_told` of `cells`: how much of the table is shown (information.ts); `group1` to `group3`: the variables that form groups; `variable`, `code`, `label`: what
 * is counted in the group, `total` for all of it; `count`; `base`: members of the group who answered; `share`: count /
 * base with five digits. A withheld table has one row, without codes and numbers.
 */
export const csvColumns = [
  ...[
    'wave',
    'simulated',
    'questionnaire',
    'k',
    'rule',
    'empty_means',
    'table',
    'status',
    'cells_told',
    'cells',
  ],
  ...groupColumns,
  ...['variable', 'code', 'label', 'count', 'base', 'share'],
] as const;

/** What an empty count, base or share means; the same for each of its causes. */
export const emptyMeans = 'zero or not shown';

/**
 * The tables of a release as CSV (RFC 4180: commas, CRLF, decimal point; UTF-8 with a byte order mark), labels in one
 * language. A cell that a spreadsheet would run as a formula starts with an apostrophe. The same release and language
 * give the same bytes.
 */
export function releaseCsv(wave: Wave, release: SafeRelease, lang: Lang): string {
  const common = [
    wave.id,
    wave.simulated ? 'yes' : 'no',
    `${wave.definition.id} ${wave.definition.version}`,
    release.k,
    release.policy,
    emptyMeans,
  ];
  const rows = release.tables.flatMap((table) => {
    const { groups, subject } = readingOf(table);
    const { told, cells } = informationOf(table);
    const start = [...common, table.id, table.status, told, cells];
    if (table.status === 'withheld') {
      const names = groups.flatMap(({ id }) => [id, '', '']);
      return [[...start, ...padded(names), subject.id, '', '', '', '', '']];
    }
    return linesOf(table).flatMap((line) =>
      figuresAndTotal(line).map(({ code, label, count, share }) => [
        ...start,
        ...padded(line.group.flatMap((part, at) => [groups[at]?.id ?? '', part.code, part.label[lang]])),
        subject.id,
        code,
        label[lang],
        count,
        line.base,
        share === null ? '' : share.toFixed(5),
      ]),
    );
  });
  return stringify([[...csvColumns], ...rows], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

function figuresAndTotal(line: TableLine): TableLine['figures'] {
  return [...line.figures, { code: TOTAL, label: totalLabel, count: line.size, share: null }];
}

function padded(cells: readonly string[]): string[] {
  return groupColumns.map((_, at) => cells[at] ?? '');
}
