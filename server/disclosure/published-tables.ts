/** A cell as a reader has it: one code a variable (`TOTAL` where it isn't broken down), and the count, null for a blank. */
export interface PublishedCell {
  readonly codes: readonly string[];
  readonly count: number | null;
}

/** The parent is the sum of the children: one variable taken one step further. Positions are those of `cells`. */
export interface Relation {
  readonly parent: number;
  readonly children: readonly number[];
  /** Position of the variable. */
  readonly variable: number;
}

/** What is known of a release from outside: its cells, and how they add up. */
export interface PublishedTables {
  readonly variables: readonly string[];
  readonly cells: readonly PublishedCell[];
  readonly relations: readonly Relation[];
  /** By variable: from a code to the one above it, up to `TOTAL`. */
  readonly parents: readonly ReadonlyMap<string, string>[];
  /** Position of the cell that has these codes; undefined where there is none. */
  readonly find: (codes: readonly string[]) => number | undefined;
}

/** By variable: the parent of every code. Variables that aren't named are flat. */
export type Hierarchies = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const TOTAL = 'Total';

/** The files of a release don't fit together: `file` is the name of the one to correct, the message says what and how. */
export class ReleaseFault extends Error {
  override readonly name = 'ReleaseFault';
  constructor(
    readonly file: 'tables.csv' | 'hierarchy.json',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Links cells by all steps in one variable. A combination that isn't there although others of its crossing are counts as
 * zero: programs leave out what nobody has. Throws ReleaseFault.
 */
export function linkCells(
  variables: readonly string[],
  cells: readonly PublishedCell[],
  hierarchies: Hierarchies,
): PublishedTables {
  const unknown = Object.keys(hierarchies).find((name) => !variables.includes(name));
  if (unknown !== undefined)
    throw new ReleaseFault('hierarchy.json', `${unknown} is no column of tables.csv: correct its name`);
  const trees = variables.map((name, at) =>
    treeOf(name, new Set(cells.map(({ codes }) => codes[at] ?? '')), hierarchies[name]),
  );
  const positions = indexCells(cells);
  const find = (codes: readonly string[]): number | undefined => positions.get(keyOf(codes));
  const crossings = new Set(cells.map(({ codes }) => crossingOf(codes, trees)));
  const relations = cells.flatMap(({ codes }, parent) =>
    trees.flatMap((_, variable): Relation[] => {
      const below = stepDown(codes, variable, trees, crossings);
      if (below === null) return [];
      const children = below.flatMap((code) => find(codes.with(variable, code)) ?? []);
      return [{ parent, children, variable }];
    }),
  );
  return { variables, cells, relations, parents: trees.map(({ parents }) => parents), find };
}

/** How a cell is called in reports: `office M1O01, sex w`, or `everybody`. */
export function nameOfCell({ variables, cells }: PublishedTables, cell: number): string {
  const codes = cells[cell]?.codes ?? [];
  const parts = variables.flatMap((name, at) => (codes[at] === TOTAL ? [] : [`${name} ${codes[at] ?? ''}`]));
  return parts.length === 0 ? 'everybody' : parts.join(', ');
}

interface Tree {
  readonly parents: ReadonlyMap<string, string>;
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Steps from the total. */
  readonly depth: ReadonlyMap<string, number>;
}

function treeOf(
  name: string,
  used: ReadonlySet<string>,
  declared: Readonly<Record<string, string>> = {},
): Tree {
  const hierarchical = Object.keys(declared).length > 0;
  const parents = new Map<string, string>();
  for (const start of used) {
    for (let code = start; code !== TOTAL && !parents.has(code);) {
      const parent = Object.hasOwn(declared, code) ? declared[code] : hierarchical ? undefined : TOTAL;
      if (parent === undefined)
        throw new ReleaseFault(
          'hierarchy.json',
          `${name}: ${code} has no parent: name one, "${TOTAL}" if it is at the top`,
        );
      parents.set(code, parent);
      code = parent;
    }
  }
  const children = new Map<string, string[]>();
  for (const [code, parent] of parents) children.set(parent, [...(children.get(parent) ?? []), code]);
  const depth = new Map([[TOTAL, 0]]);
  const descend = (code: string): void => {
    for (const child of children.get(code) ?? []) {
      depth.set(child, (depth.get(code) ?? 0) + 1);
      descend(child);
    }
  };
  descend(TOTAL);
  const lost = [...parents.keys()].find((code) => !depth.has(code));
  if (lost !== undefined)
    throw new ReleaseFault(
      'hierarchy.json',
      `${name}: ${lost} is its own ancestor: end its parents at "${TOTAL}"`,
    );
  return { parents, children, depth };
}

function indexCells(cells: readonly PublishedCell[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  cells.forEach(({ codes }, cell) => {
    const key = keyOf(codes);
    if (positions.has(key))
      throw new ReleaseFault('tables.csv', `the cell ${codes.join(', ')} is there twice: leave one out`);
    positions.set(key, cell);
  });
  return positions;
}

/** The codes that a cell's code is split into; null if the tables don't split it. */
function stepDown(
  codes: readonly string[],
  variable: number,
  trees: readonly Tree[],
  crossings: ReadonlySet<string>,
): string[] | null {
  const found: string[] = [];
  const descend = (code: string): boolean => {
    const below = trees[variable]?.children.get(code) ?? [];
    return (
      below.length > 0 &&
      below.every((child) => {
        if (!crossings.has(crossingOf(codes.with(variable, child), trees))) return descend(child);
        found.push(child);
        return true;
      })
    );
  };
  return descend(codes[variable] ?? TOTAL) ? found : null;
}

/** The crossing that a cell belongs to: how deep each variable goes. */
function crossingOf(codes: readonly string[], trees: readonly Tree[]): string {
  return codes.map((code, at) => trees[at]?.depth.get(code) ?? 0).join();
}

function keyOf(codes: readonly string[]): string {
  return codes.join('\u0001');
}
