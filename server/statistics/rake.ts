/** A cell of the sample: one category of each margin, in their order, and how many people answered in it. */
export interface RakeCell {
  readonly categories: readonly string[];
  readonly count: number;
}

export interface Raked {
  /** One for each cell, in their order; 0 for a cell that holds nobody. */
  readonly weights: readonly number[];
  /** Times that all margins were fitted in turn. */
  readonly iterations: number;
  /** Largest deviation from a margin, as a fraction of it. */
  readonly largestError: number;
  /** Whether every margin is met to 1e-12; trimming, or a sample with gaps, may make that impossible. */
  readonly converged: boolean;
  /** Cells whose weight was cut. */
  readonly trimmed: number;
}

/** How many people of the population are in each category of a margin. */
export type Margin = Readonly<Record<string, number>>;

const TOLERANCE = 1e-12;
const MOST_ITERATIONS = 1000;

/**
 * Weights that make the sample add up to every margin of the population and change its inner structure as little as
 * possible: starting from equal weights, each margin is fitted in turn until all fit. `trim`: no weight becomes larger than
 * so many times the mean weight; what is cut goes to the others, which are fitted anew to what is left of the margins.
 * One margin is post-stratification. Throws RangeError where a cell lacks a category, a category of the population has
 * nobody in the sample, margins add up to different totals, a number is negative, or trim is below 1.
 *
 * Sources: W. E. Deming, F. F. Stephan, On a least squares adjustment of a sampled frequency table when the expected
 * marginal totals are known, Annals of Mathematical Statistics 11 (1940), 427-444. Trimming: F. Potter, A study of
 * procedures to identify and trim extreme sampling weights, Proceedings of the ASA Section on Survey Research (1990).
 */
export function rake(
  cells: readonly RakeCell[],
  margins: readonly Margin[],
  { trim }: { readonly trim?: number | undefined } = {},
): Raked {
  const total = checkInput(cells, margins, trim);
  const people = cells.reduce((sum, { count }) => sum + count, 0);
  const limit = trim === undefined ? Number.POSITIVE_INFINITY : (trim * total) / people;
  const weights = cells.map<number>(({ count }) => (count === 0 ? 0 : 1));
  const cut = new Set<number>();
  let iterations = 0;
  for (;;) {
    iterations += fitAll(cells, margins, weights, cut);
    // Each round cuts at least one more, so that it ends.
    const above = weights.flatMap((weight, at) =>
      weight > limit * (1 + TOLERANCE) && !cut.has(at) ? [at] : [],
    );
    if (above.length === 0) break;
    for (const at of above) {
      cut.add(at);
      weights[at] = limit;
    }
  }
  const largestError = errorOf(cells, margins, weights);
  return { weights, iterations, largestError, converged: largestError <= TOLERANCE, trimmed: cut.size };
}

/** Fits all margins in turn until none moves any more; weights that were cut stay. Gives the number of turns. */
function fitAll(
  cells: readonly RakeCell[],
  margins: readonly Margin[],
  weights: number[],
  cut: ReadonlySet<number>,
): number {
  let before = Number.POSITIVE_INFINITY;
  for (let turn = 1; turn <= MOST_ITERATIONS; turn += 1) {
    margins.forEach((margin, position) => {
      for (const [category, target] of Object.entries(margin))
        fitOne(cells, weights, cut, position, category, target);
    });
    const error = errorOf(cells, margins, weights);
    // Where the margins cannot all be met, the error stops falling before it is small.
    if (error <= TOLERANCE || (cut.size > 0 && error >= before * (1 - 1e-9))) return turn;
    before = error;
  }
  return MOST_ITERATIONS;
}

function fitOne(
  cells: readonly RakeCell[],
  weights: number[],
  cut: ReadonlySet<number>,
  position: number,
  category: string,
  target: number,
): void {
  let fixed = 0;
  let free = 0;
  cells.forEach(({ categories, count }, at) => {
    if (categories[position] !== category) return;
    if (cut.has(at)) fixed += count * (weights[at] ?? 0);
    else free += count * (weights[at] ?? 0);
  });
  if (free === 0) return;
  const factor = Math.max(0, target - fixed) / free;
  cells.forEach(({ categories }, at) => {
    if (categories[position] === category && !cut.has(at)) weights[at] = (weights[at] ?? 0) * factor;
  });
}

function errorOf(cells: readonly RakeCell[], margins: readonly Margin[], weights: readonly number[]): number {
  let largest = 0;
  margins.forEach((margin, position) => {
    for (const [category, target] of Object.entries(margin)) {
      const sum = cells.reduce(
        (total, { categories, count }, at) =>
          categories[position] === category ? total + count * (weights[at] ?? 0) : total,
        0,
      );
      largest = Math.max(largest, target === 0 ? sum : Math.abs(sum / target - 1));
    }
  });
  return largest;
}

/** Gives the size of the population. */
function checkInput(
  cells: readonly RakeCell[],
  margins: readonly Margin[],
  trim: number | undefined,
): number {
  const fail = (why: string): never => {
    throw new RangeError(`rake: ${why}`);
  };
  if (margins.length === 0 || cells.length === 0) fail('at least one cell and one margin');
  if (trim !== undefined && !(trim >= 1)) fail('trim >= 1');
  if (cells.some(({ count }) => !(count >= 0))) fail('counts of 0 or more');
  const totals = margins.map((margin, position) => {
    for (const { categories } of cells)
      if (!Object.hasOwn(margin, categories[position] ?? ''))
        fail(`no category for margin ${String(position)}`);
    for (const [category, target] of Object.entries(margin)) {
      if (!(target >= 0)) fail('totals of 0 or more');
      const present = cells.some(({ categories, count }) => categories[position] === category && count > 0);
      if (target > 0 && !present) fail(`nobody in category ${category}`);
    }
    return Object.values(margin).reduce((sum, target) => sum + target, 0);
  });
  const total = totals[0] ?? 0;
  if (!(total > 0) || totals.some((other) => Math.abs(other / total - 1) > 1e-9))
    fail('margins of the same total, more than 0');
  return total;
}
