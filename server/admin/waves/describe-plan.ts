import type { Plan } from '../../disclosure/plan.js';
import { translator } from '../../i18n/index.js';
import type { Lang } from '../../ports/office.js';
import type { Definition } from '../../survey/definition.js';
import type { Variable } from '../../survey/variables.js';
import { cellValue, EVERYBODY, isPlanned, SIZES } from './build-plan.js';

export interface MatrixCell {
  readonly value: string;
  readonly checked: boolean;
  /** Spoken name of the box: row and column. */
  readonly label: string;
}

export interface MatrixRow {
  readonly label: string;
  /** Null where column and row are the same, or both stand for everybody. */
  readonly cells: readonly (MatrixCell | null)[];
}

export interface MatrixGroup {
  readonly title: string;
  readonly rows: readonly MatrixRow[];
}

export function describeColumns(columns: readonly Variable[], lang: Lang): { id: string; label: string }[] {
  const t = translator(lang);
  return [
    { id: EVERYBODY, label: t('admin.plan.everybody') },
    ...columns.map(({ id, label }) => ({ id, label: label[lang] })),
  ];
}

/** Rows of the matrix, grouped as the questionnaire is: sizes, the questions page by page, what is derived. */
export function describeRows(
  plan: Plan,
  definition: Definition,
  variables: readonly Variable[],
  columns: readonly Variable[],
  lang: Lang,
): MatrixGroup[] {
  const t = translator(lang);
  const heads = describeColumns(columns, lang);
  const row = (id: string, label: string): MatrixRow => ({
    label,
    cells: heads.map((head) =>
      head.id === id || (head.id === EVERYBODY && id === SIZES)
        ? null
        : {
            value: cellValue(head.id, id),
            checked: isPlanned(plan, head.id, id),
            label: t('admin.plan.cell', { row: label, column: head.label }),
          },
    ),
  });
  const rowsOf = (wanted: readonly Variable[]) => wanted.map(({ id, label }) => row(id, label[lang]));
  const pages = definition.pages.map((page) => {
    const items = new Set(page.questions.map(({ id }) => id));
    return {
      title: page.title[lang],
      rows: rowsOf(
        variables.filter(({ id, kind }) => kind !== 'derived' && items.has(id.split('.')[0] ?? '')),
      ),
    };
  });
  return [
    { title: t('admin.plan.sizesGroup'), rows: [row(SIZES, t('admin.plan.sizes'))] },
    ...pages,
    { title: t('admin.plan.derivedGroup'), rows: rowsOf(variables.filter(({ kind }) => kind === 'derived')) },
  ].filter(({ rows }) => rows.length > 0);
}

/** The tables of a plan in words, in its order. A variable that the questionnaire lacks is shown by its id. */
export function describeTables(
  plan: Plan,
  variables: readonly Variable[],
  lang: Lang,
): { id: string; indicator: string; breakdown: string }[] {
  const t = translator(lang);
  const labels = new Map(variables.map(({ id, label }) => [id, label[lang]]));
  const name = (id: string) => labels.get(id) ?? id;
  return plan.tables.map(({ id, breakdown, indicator }) => ({
    id,
    indicator: indicator === null ? t('admin.plan.sizes') : name(indicator),
    breakdown: breakdown.length === 0 ? t('admin.plan.everybody') : breakdown.map(name).join(' × '),
  }));
}
