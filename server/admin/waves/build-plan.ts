import { createHash } from 'node:crypto';
import type { Plan, PlannedTable } from '../../disclosure/plan.js';
import type { Definition } from '../../survey/definition.js';
import type { Variable } from '../../survey/variables.js';

/** The column of the matrix that stands for everybody together. */
export const EVERYBODY = 'all';
/** The row of the matrix that stands for the sizes of the groups. */
export const SIZES = 'sizes';
/** Joins column and row in the value of a checkbox; occurs in no variable id. */
const JOINT = '|';

const LONGEST_ID = 64;

type Content = Pick<PlannedTable, 'breakdown' | 'indicator'>;

/** What groups may be formed by: whole questions that tell who somebody is, and everything derived. */
export function breakdownsOf(variables: readonly Variable[]): Variable[] {
  return variables.filter(
    ({ kind, sensitivity }) => (kind === 'item' && sensitivity === 'identifying') || kind === 'derived',
  );
}

/** The columns among those sent that groups may not be formed by: no page of ours offers them. */
export function forbiddenColumns(variables: readonly Variable[], columns: readonly string[]): string[] {
  const allowed = new Set([EVERYBODY, ...breakdownsOf(variables).map(({ id }) => id)]);
  return columns.filter((column) => !allowed.has(column));
}

/** The column that a checkbox of the matrix belongs to. */
export function columnOf(cell: string): string {
  return cell.split(JOINT)[0] ?? '';
}

/** The value of the checkbox for one table of the matrix. */
export function cellValue(column: string, row: string): string {
  return column + JOINT + row;
}

/** Whether the matrix box of this column and row is ticked. */
export function isPlanned(plan: Plan, column: string, row: string): boolean {
  const wanted = contentOf(column, row);
  return wanted !== null && plan.tables.some((table) => sameContent(table, wanted));
}

/**
 * The plan after the matrix was sent: the tables of its columns are exactly the ticked ones, all others stay. Tables
 * that were there before keep their place; boxes that name no
 * variable, or a column that groups may not be formed by, are left out.
 */
export function applyMatrix(
  plan: Plan,
  variables: readonly Variable[],
  sent: readonly string[],
  ticked: readonly string[],
): Plan {
  const forbidden = forbiddenColumns(variables, sent);
  const columns = sent.filter((column) => !forbidden.includes(column));
  const known = new Set(variables.map(({ id }) => id));
  const wanted = ticked
    .map((cell) => cell.split(JOINT))
    .filter(([column = '', row = '']) => columns.includes(column) && (row === SIZES || known.has(row)))
    .map(([column = '', row = '']) => contentOf(column, row))
    .filter((content) => content !== null)
    .filter(({ breakdown }) => breakdown.every((id) => known.has(id)));
  const kept = plan.tables.filter(
    (table) =>
      table.breakdown.length > 1 ||
      !columns.includes(table.breakdown[0] ?? EVERYBODY) ||
      wanted.some((content) => sameContent(table, content)),
  );
  return wanted.reduce<Plan>(addTable, { tables: kept });
}

/** The plan with one table more; unchanged where it has that table already, whatever the order of its breakdowns. */
export function addTable(plan: Plan, content: Content): Plan {
  if (plan.tables.some((table) => sameContent(table, content))) return plan;
  const taken = new Set(plan.tables.map(({ id }) => id));
  return { tables: [...plan.tables, { id: idFor(content, taken), ...content }] };
}

export function removeTable(plan: Plan, id: string): Plan {
  return { tables: plan.tables.filter((table) => table.id !== id) };
}

/** Columns of the matrix: everybody, what the plan breaks down by already, and what was asked for, as the questionnaire has them. */
export function matrixColumns(
  plan: Plan,
  variables: readonly Variable[],
  asked: readonly string[],
): Variable[] {
  const used = new Set(
    plan.tables.filter(({ breakdown }) => breakdown.length === 1).flatMap(({ breakdown }) => breakdown),
  );
  return breakdownsOf(variables).filter(({ id }) => used.has(id) || asked.includes(id));
}

/**
 * A plan to start from: how many people are in each group of up to three main breakdowns (the first identifying
 * question and those of the last page), every other question and derived variable for everybody together, and the
 * derived ones by the main breakdowns. Few groups and no crossings, because every further split costs blanks.
 */
export function defaultPlan(definition: Definition, variables: readonly Variable[]): Plan {
  const main = mainBreakdowns(definition, variables);
  const indicators = variables.filter(({ id }) => !main.includes(id));
  const derived = indicators.filter(({ kind }) => kind === 'derived');
  const contents: Content[] = [
    ...main.map((id) => ({ breakdown: [id], indicator: null })),
    ...indicators.map(({ id }) => ({ breakdown: [], indicator: id })),
    ...derived.flatMap((indicator) => main.map((id) => ({ breakdown: [id], indicator: indicator.id }))),
  ];
  return contents.reduce<Plan>(addTable, { tables: [] });
}

function mainBreakdowns(definition: Definition, variables: readonly Variable[]): string[] {
  const whole = new Set(variables.filter(({ kind }) => kind === 'item').map(({ id }) => id));
  const identifying = definition.pages.map(({ questions }) =>
    questions
      .filter(({ id, sensitivity }) => sensitivity === 'identifying' && whole.has(id))
      .map(({ id }) => id),
  );
  const first = identifying.flat().slice(0, 1);
  return [...new Set([...first, ...(identifying.at(-1) ?? [])])].slice(0, 3);
}

/** Null for "sizes of everybody", which is one number and no table. */
function contentOf(column: string, row: string): Content | null {
  if (column === EVERYBODY && row === SIZES) return null;
  if (column === row) return null;
  return { breakdown: column === EVERYBODY ? [] : [column], indicator: row === SIZES ? null : row };
}

function sameContent(a: Content, b: Content): boolean {
  return a.indicator === b.indicator && [...a.breakdown].sort().join() === [...b.breakdown].sort().join();
}

/** Readable where it fits; shortened and told apart by a hash where it is too long or taken. */
function idFor({ breakdown, indicator }: Content, taken: ReadonlySet<string>): string {
  const parts = [...(breakdown.length === 0 ? [EVERYBODY] : breakdown), indicator ?? SIZES];
  const plain = parts.map((part) => part.replaceAll(/[._]/g, '-')).join('--');
  if (plain.length <= LONGEST_ID && !taken.has(plain)) return plain;
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10);
  return `${plain.slice(0, LONGEST_ID - 11)}-${hash}`;
}
