import type { TableShape } from './table-shape.js';
import { cellCodes, dimensions, isNeutral, NEUTRAL_MINIMUM, TOTAL } from './table-shape.js';
import type { RawTable } from './tabulate.js';
import { upperBounds } from './transport.js';

/** What is known about impossible combinations; see ProtectionRules in protect.ts. */
interface LinkRules {
  readonly k: number;
  readonly structuralZero: (cell: Readonly<Record<string, string>>) => boolean;
  readonly undecided: (variableIds: readonly string[]) => boolean;
}

/**
 * Whether two tables, each safe by itself, together give a group away that neither shows.
 *
 * Variables made from the same answers restrict each other: who declares a migration biography has, by another
 * definition, a migration history, so the difference of the two counts is a group of people. For every group that both
 * tables show, and every pair of a variable of one table and a variable of the other, the crossing of the two is bounded
 * from its published margins and the impossible combinations (transport.ts). If some combination that somebody could be
 * in is then known to be smaller than the limit, the tables must not both be published. What is true does not matter:
 * only what a reader can conclude does. Where it cannot be found out what is impossible, the worst is assumed.
 *
 * Complete for two variables within a common group; three variables at once, and margins that form a circle over three
 * tables, are beyond it.
 */
export function revealTogether(
  one: RawTable,
  other: RawTable,
  { k, structuralZero, undecided }: LinkRules,
): boolean {
  const limit = isNeutral(one.shape) && isNeutral(other.shape) ? NEUTRAL_MINIMUM : k;
  const common = variablesIn(one.shape).filter((id) => variablesIn(other.shape).includes(id));
  const groups = groupsOver(one.shape, common);
  return variablesIn(one.shape).some((x) =>
    variablesIn(other.shape).some((y) => {
      if (common.includes(x) || common.includes(y)) return false;
      if (undecided([x, y])) return true;
      if (!areLinked(one.shape, x, other.shape, y, structuralZero)) return false;
      return groups.some((group) => {
        const rows = countsOf(one, group, x);
        const columns = countsOf(other, group, y);
        const possible = (row: number, column: number): boolean =>
          !structuralZero({ ...group, [x]: rows[row]?.code ?? '', [y]: columns[column]?.code ?? '' });
        const bounds = upperBounds({
          rows: rows.map(({ count }) => count),
          columns: columns.map(({ count }) => count),
          possible,
        });
        return rows.some((row, at) =>
          columns.some(
            (column, place) =>
              row.count > 0 &&
              column.count > 0 &&
              possible(at, place) &&
              (bounds[at]?.[place] ?? 0) < Math.min(limit, row.count, column.count),
          ),
        );
      });
    }),
  );
}

function variablesIn(shape: TableShape): string[] {
  return dimensions(shape).map(({ id }) => id);
}

function codesOf(shape: TableShape, id: string): readonly string[] {
  return (
    dimensions(shape)
      .find((variable) => variable.id === id)
      ?.codes.map(({ code }) => code) ?? []
  );
}

/** Whether some combination of codes is impossible; if none is, the margins bound nothing below themselves. */
function areLinked(
  one: TableShape,
  x: string,
  other: TableShape,
  y: string,
  impossible: LinkRules['structuralZero'],
): boolean {
  return codesOf(one, x).some((a) => codesOf(other, y).some((b) => impossible({ [x]: a, [y]: b })));
}

/** Every group that codes or totals of these variables form. */
function groupsOver(shape: TableShape, variables: readonly string[]): Record<string, string>[] {
  return variables.reduce<Record<string, string>[]>(
    (groups, id) =>
      groups.flatMap((group) => [group, ...codesOf(shape, id).map((code) => ({ ...group, [id]: code }))]),
    [{}],
  );
}

/** The margin of one variable within a group. */
function countsOf(
  { shape, counts }: RawTable,
  group: Readonly<Record<string, string>>,
  wanted: string,
): { code: string; count: number }[] {
  const variables = variablesIn(shape);
  return cellCodes(shape).flatMap((codes, key) => {
    const fits = variables.every((id, at) =>
      id === wanted ? codes[at] !== TOTAL : codes[at] === (group[id] ?? TOTAL),
    );
    return fits ? [{ code: codes[variables.indexOf(wanted)] ?? '', count: counts[key] ?? 0 }] : [];
  });
}
