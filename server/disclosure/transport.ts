/**
 * The most that one inner cell of a two-way table can hold, as a reader works it out who knows its row and column sums
 * and which cells are impossible. The possible tables are the flows of a transportation network, so the bound is whole
 * and sharp (Ahuja, Magnanti, Orlin: Network Flows, 1993, chapter 6).
 */
export interface Margins {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Whether anybody could be in this cell. */
  readonly possible: (row: number, column: number) => boolean;
}

/**
 * Sharp upper bounds by `[row][column]`, 0 for impossible cells. Throws where no table has these margins: they come from
 * one and the same set of ballots, so something else is broken then.
 */
export function upperBounds(margins: Margins): number[][] {
  const { rows, columns, possible } = margins;
  const network = networkOf(margins);
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (total !== columns.reduce((sum, count) => sum + count, 0))
    throw new Error('margins of different totals');
  if (push(network, 0, 1, Infinity) !== total) throw new Error('no table has these margins');
  // Nothing enters or leaves any more; what can still change goes round in circles between rows and columns.
  const settled = network.map((edges) => edges.map((capacity, to) => (to < 2 ? 0 : capacity)));
  settled[0]?.fill(0);
  settled[1]?.fill(0);
  return rows.map((_, row) =>
    columns.map((__, column) => {
      if (!possible(row, column)) return 0;
      const [from, to] = [rowNode(row), columnNode(margins, column)];
      const held = settled[to]?.[from] ?? 0;
      const rest = settled.map((edges) => [...edges]);
      setEdge(rest, from, to, 0);
      setEdge(rest, to, from, 0);
      return held + push(rest, to, from, Infinity);
    }),
  );
}

/** Residual capacity by `[from][to]`. Node 0 is the source, node 1 the sink, then rows, then columns. */
type Network = number[][];

const rowNode = (row: number): number => 2 + row;
const columnNode = ({ rows }: Margins, column: number): number => 2 + rows.length + column;

function networkOf(margins: Margins): Network {
  const { rows, columns, possible } = margins;
  const size = 2 + rows.length + columns.length;
  const network = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  rows.forEach((count, row) => {
    setEdge(network, 0, rowNode(row), count);
    columns.forEach((_, column) => {
      if (possible(row, column)) setEdge(network, rowNode(row), columnNode(margins, column), Infinity);
    });
  });
  columns.forEach((count, column) => {
    setEdge(network, columnNode(margins, column), 1, count);
  });
  return network;
}

function setEdge(network: Network, from: number, to: number, capacity: number): void {
  const edges = network[from];
  if (edges !== undefined) edges[to] = capacity;
}

/** Sends as much as possible, along shortest paths (Edmonds and Karp 1972); changes the network to what is left of it. */
function push(network: Network, source: number, sink: number, most: number): number {
  let sent = 0;
  while (sent < most) {
    const path = shortestPath(network, source, sink);
    if (path === null) break;
    const narrowest = Math.min(most - sent, ...path.map(([from, to]) => network[from]?.[to] ?? 0));
    for (const [from, to] of path) {
      setEdge(network, from, to, (network[from]?.[to] ?? 0) - narrowest);
      setEdge(network, to, from, (network[to]?.[from] ?? 0) + narrowest);
    }
    sent += narrowest;
  }
  return sent;
}

function shortestPath(network: Network, source: number, sink: number): [number, number][] | null {
  const before = new Map<number, number>([[source, source]]);
  const queue = [source];
  for (const node of queue) {
    if (node === sink) break;
    network[node]?.forEach((capacity, next) => {
      if (capacity <= 0 || before.has(next)) return;
      before.set(next, node);
      queue.push(next);
    });
  }
  if (!before.has(sink)) return null;
  const path: [number, number][] = [];
  for (let node = sink; node !== source; node = before.get(node) ?? source) {
    path.unshift([before.get(node) ?? source, node]);
  }
  return path;
}
