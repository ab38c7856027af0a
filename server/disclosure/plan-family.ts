import type { Variable } from '../survey/variables.js';
import type { Crossing, Dimension, Family, Grid, Level } from './family.js';
import { codeAt, familyOf, keyOfCrossing } from './family.js';
import type { Plan } from './plan.js';
import { cellCodes, dimensions, shapeOf, TOTAL, type TableShape } from './table-shape.js';

/** Variables that restrict each other, and the combinations of their codes that there can be; null: too many to tell. */
export interface LinkedCodes {
  readonly variables: readonly string[];
  readonly combinations: readonly (readonly string[])[] | null;
}

export interface PlacedTable {
  readonly shape: TableShape;
  /** The cell of the family for each cell of the table (in the order of `cellCodes`), -1 where nobody can be; null: not counted at all. */
  readonly cells: readonly number[] | null;
}

export interface PlanFamily {
  readonly family: Family;
  readonly tables: readonly PlacedTable[];
  /** The leaf in each dimension. Throws for codes that can't occur together. */
  leavesOf(codes: Readonly<Record<string, string>>): number[];
  /** The cell of a crossing of these variables that is in some table; -1 where nobody can be. */
  cellOf(codes: Readonly<Record<string, string>>): number;
  /** The codes that a cell fixes, by variable. */
  codesOf(cell: number): Readonly<Record<string, string>>;
}

/** Variables with more combinations than this are not counted together; the later ones in the plan are left out. */
export const MOST_LINKED_COMBINATIONS = 2_000;

/** Some variables as one dimension: a leaf is a combination of their codes, and a level shows some of the variables. */
interface Part {
  readonly variables: readonly string[];
  readonly leaves: readonly (readonly string[])[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly levels: { readonly variables: readonly string[]; readonly level: Level }[];
}

/**
 * All tables of a plan as one family. Variables that are made from the same answers share a dimension, whose leaves are the
 * combinations that can occur: so no world gives anybody an impossible set of answers, and what two tables say about the
 * same people in different words has to fit together. Where a table shows only some of such variables, the
 * crossing of their leaves is in the family without being shown (`Role`).
 */
export function familyOfPlan(
  plan: Plan,
  variables: readonly Variable[],
  linked: (variableIds: readonly string[]) => readonly LinkedCodes[],
): PlanFamily {
  const shapes = plan.tables.map((table) => shapeOf(table, variables));
  const parts = partsOf(variablesIn(shapes), variables, linked);
  const partOf = new Map(parts.flatMap((part, index) => part.variables.map((id) => [id, index] as const)));
  const counted = shapes.filter((shape) => dimensions(shape).every(({ id }) => partOf.has(id)));

  const crossingOf = (ids: readonly string[]): Crossing =>
    parts.flatMap((part, dimension) => {
      const shown = part.variables.filter((id) => ids.includes(id));
      return shown.length === 0 ? [] : [{ dimension, level: levelOf(part, shown) }];
    });
  const shown = counted.flatMap((shape) => selections(dimensions(shape).map(({ id }) => id)));
  const crossings = shown.map(crossingOf);
  const guarded = guardedCrossings(shown, crossingOf);
  const behind = crossings.map((crossing) => crossing.map(({ dimension }) => ({ dimension, level: 0 })));
  const family = familyOf(
    parts.map(({ variables: ids, levels }): Dimension => ({
      id: ids.join('+'),
      levels: levels.map(({ level }) => level),
    })),
    crossings,
    { guarded, behind },
  );
  const grids = new Map(family.grids.map((grid) => [keyOfCrossing(grid.axes), grid]));

  const cellOf = (codes: Readonly<Record<string, string>>): number => {
    const crossing = crossingOf(Object.keys(codes));
    const grid = grids.get(keyOfCrossing(crossing));
    if (grid === undefined) throw new Error(`no crossing of ${Object.keys(codes).join(', ')}`);
    return positionOf(grid, parts, codes);
  };
  return {
    family,
    tables: shapes.map((shape) => ({
      shape,
      cells: counted.includes(shape)
        ? cellCodes(shape).map((codes) => cellOf(fixedCodes(shape, codes)))
        : null,
    })),
    cellOf,
    leavesOf: (codes) => parts.map((part) => leafOf(part, codes)),
    codesOf: (cell) => {
      const grid = family.grids.find(({ base, size }) => cell >= base && cell < base + size);
      if (grid === undefined) throw new RangeError(`no cell ${String(cell)}`);
      return Object.fromEntries(
        grid.axes.flatMap((axis) => {
          const shown = parts[axis.dimension]?.levels[axis.level];
          const codes = shown?.level.codes[codeAt(cell, grid, axis)]?.split(SEPARATOR) ?? [];
          return (shown?.variables ?? []).map((id, position) => [id, codes[position] ?? ''] as const);
        }),
      );
    },
  };
}

/**
 * What can be subtracted though no table shows it: variables that restrict each other, each told about the same groups. Who
 * has one kind of history but not the other is a group, too; all of them together, as a sum may be taken away from a whole.
 */
function guardedCrossings(
  shown: readonly (readonly string[])[],
  crossingOf: (ids: readonly string[]) => Crossing,
): Crossing[] {
  const others = new Map<string, Map<string, readonly string[]>>();
  for (const ids of shown)
    for (const id of ids) {
      const rest = ids.filter((other) => other !== id).sort();
      const told = others.get(rest.join()) ?? new Map<string, readonly string[]>();
      others.set(rest.join(), told.set(id, rest));
    }
  return [...others.values()].flatMap((told) =>
    [...told].flatMap(([one, rest]) => {
      const apart = crossingOf([...rest, one]);
      const linked = [...told.keys()].filter((id) => crossingOf([...rest, one, id]).length === apart.length);
      return linked.length > 1 ? [crossingOf([...rest, ...linked])] : [];
    }),
  );
}

/** Occurs in no code. */
const SEPARATOR = '|';

function variablesIn(shapes: readonly TableShape[]): string[] {
  return [...new Set(shapes.flatMap((shape) => dimensions(shape).map(({ id }) => id)))];
}

/** Variables that combine freely become parts of their own; of those that restrict each other as many as can be counted together. */
function partsOf(
  ids: readonly string[],
  variables: readonly Variable[],
  linked: (variableIds: readonly string[]) => readonly LinkedCodes[],
): Part[] {
  const isFeasible = ({ combinations }: LinkedCodes): boolean =>
    combinations !== null && combinations.length <= MOST_LINKED_COMBINATIONS;
  let groups = linked(ids);
  if (!groups.every(isFeasible)) {
    const kept: string[] = [];
    for (const id of ids) if (linked([...kept, id]).every(isFeasible)) kept.push(id);
    groups = linked(kept);
  }
  const codesOf = new Map(variables.map(({ id, codes }) => [id, codes.map(({ code }) => code)]));
  return groups.flatMap((group) => freeParts(group).map((part) => orderedPart(part, codesOf)));
}

/** Linked by their answers is not linked by their codes: rows of one matrix, for example, combine freely once it is shown. */
function freeParts({ variables, combinations }: LinkedCodes): LinkedCodes[] {
  const all = combinations ?? [];
  const alone = variables.map((id, position): LinkedCodes => ({
    variables: [id],
    combinations: [...new Set(all.map((codes) => codes[position] ?? ''))].map((code) => [code]),
  }));
  const product = alone.reduce((number, { combinations: codes }) => number * (codes?.length ?? 0), 1);
  return product === all.length ? alone : [{ variables, combinations: all }];
}

function orderedPart(
  { variables, combinations }: LinkedCodes,
  codesOf: ReadonlyMap<string, readonly string[]>,
): Part {
  const rank = (codes: readonly string[]): number[] =>
    codes.map((code, position) => codesOf.get(variables[position] ?? '')?.indexOf(code) ?? -1);
  const leaves = [...(combinations ?? [])].sort((a, b) => compare(rank(a), rank(b)));
  const names = leaves.map((codes) => codes.join(SEPARATOR));
  const finest: Level = { codes: names, codeOf: names.map((_, leaf) => leaf) };
  return {
    variables,
    leaves,
    placeOf: new Map(names.map((name, leaf) => [name, leaf])),
    levels: [{ variables, level: finest }],
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** The level of a part that shows these of its variables, made when it is first asked for. */
function levelOf({ variables, leaves, levels }: Part, shown: readonly string[]): number {
  const known = levels.findIndex((level) => level.variables.join() === shown.join());
  if (known >= 0) return known;
  const names = leaves.map((codes) => shown.map((id) => codes[variables.indexOf(id)] ?? '').join(SEPARATOR));
  const codes = [...new Set(names)];
  levels.push({ variables: shown, level: { codes, codeOf: names.map((name) => codes.indexOf(name)) } });
  return levels.length - 1;
}

function leafOf({ variables, placeOf }: Part, codes: Readonly<Record<string, string>>): number {
  const name = variables.map((id) => codes[id] ?? '').join(SEPARATOR);
  const leaf = placeOf.get(name);
  if (leaf === undefined)
    throw new Error(`a ballot has codes of ${variables.join(', ')} that can't occur together`);
  return leaf;
}

/** -1 where no leaf has these codes. */
function positionOf(
  { base, axes }: Grid,
  parts: readonly Part[],
  codes: Readonly<Record<string, string>>,
): number {
  let cell = base;
  for (const { dimension, level, stride } of axes) {
    const shown = parts[dimension]?.levels[level];
    const code =
      shown?.level.codes.indexOf(shown.variables.map((id) => codes[id] ?? '').join(SEPARATOR)) ?? -1;
    if (code < 0) return -1;
    cell += code * stride;
  }
  return cell;
}

function fixedCodes(shape: TableShape, codes: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    dimensions(shape)
      .map(({ id }, position) => [id, codes[position] ?? TOTAL] as const)
      .filter(([, code]) => code !== TOTAL),
  );
}

function selections(ids: readonly string[]): string[][] {
  return ids.reduce<string[][]>((lists, id) => [...lists, ...lists.map((list) => [...list, id])], [[]]);
}
