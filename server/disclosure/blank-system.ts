import { nameOfCell, ReleaseFault, type PublishedTables } from './published-tables.js';

/** Blanks `plus` minus blank `minus` make `total`. Positions are those of `BlankSystem.blanks`. */
export interface BlankRow {
  readonly plus: readonly number[];
  /** The parent, where it is blank itself. */
  readonly minus: number | null;
  readonly total: number;
  /** Position of the relation in the tables. */
  readonly relation: number;
}

/** What the relations say about blanks, published numbers put in. */
export interface BlankSystem {
  /** Cells of the tables. */
  readonly blanks: readonly number[];
  readonly rows: readonly BlankRow[];
  /** By blank: positions of the rows it is in. */
  readonly rowsOf: readonly (readonly number[])[];
  readonly tables: PublishedTables;
}

/** Throws ReleaseFault where published numbers alone don't add up. */
export function blankSystem(tables: PublishedTables): BlankSystem {
  const { cells, relations } = tables;
  const blanks = cells.flatMap(({ count }, cell) => (count === null ? [cell] : []));
  const at = new Map(blanks.map((cell, blank) => [cell, blank]));
  const rows: BlankRow[] = [];
  const rowsOf = blanks.map((): number[] => []);
  relations.forEach(({ parent, children }, relation) => {
    const plus = children.flatMap((child) => at.get(child) ?? []);
    const minus = at.get(parent) ?? null;
    const told = children.reduce((sum, child) => sum + (cells[child]?.count ?? 0), 0);
    const row = { plus, minus, total: (cells[parent]?.count ?? 0) - told, relation };
    if (plus.length === 0 && minus === null) {
      if (row.total !== 0) throw contradiction(tables, relation);
      return;
    }
    for (const blank of minus === null ? plus : [...plus, minus]) rowsOf[blank]?.push(rows.length);
    rows.push(row);
  });
  return { blanks, rows, rowsOf, tables };
}

/** Blanks that hang together by rows, small groups put together into larger ones: each can be looked at by itself. */
export function componentsOf({ blanks, rows, rowsOf }: BlankSystem, atLeast: number): number[][] {
  const seen = new Uint8Array(blanks.length);
  const components: number[][] = [];
  blanks.forEach((_, start) => {
    if (seen[start] === 1) return;
    seen[start] = 1;
    const component = [start];
    for (let next = 0; next < component.length; next += 1) {
      for (const row of rowsOf[component[next] ?? 0] ?? []) {
        for (const blank of blanksOf(rows[row])) {
          if (seen[blank] === 1) continue;
          seen[blank] = 1;
          component.push(blank);
        }
      }
    }
    const last = components.at(-1);
    if (last !== undefined && last.length < atLeast) last.push(...component);
    else components.push(component);
  });
  return components.map((component) => component.sort((a, b) => a - b));
}

export function blanksOf(row: BlankRow | undefined): readonly number[] {
  if (row === undefined) return [];
  return row.minus === null ? row.plus : [...row.plus, row.minus];
}

/** What to say where a sum cannot be met. */
export function contradiction(tables: PublishedTables, relation: number): ReleaseFault {
  const { parent = 0, variable = 0 } = tables.relations[relation] ?? {};
  const by = tables.variables[variable] ?? '';
  return contradicting(`${nameOfCell(tables, parent)} cannot be the sum of its parts by ${by}`);
}

/** What to say where each sum can be met, but not all that these blank cells are in. */
export function contradictionAmong(tables: PublishedTables, cells: readonly number[]): ReleaseFault {
  const [first = 0, ...others] = cells;
  const rest = others.length === 0 ? '' : ` and ${others.length} more linked with it`;
  return contradicting(`no counts fit all sums of the blank ${nameOfCell(tables, first)}${rest}`);
}

function contradicting(what: string): ReleaseFault {
  const remedy = 'correct them, or say that blanks may be zero (--zeros unsafe)';
  return new ReleaseFault('tables.csv', `numbers contradict each other: ${what}; ${remedy}`);
}
