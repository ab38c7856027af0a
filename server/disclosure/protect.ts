import type { SafeRelease } from './safe-release.js';
import { revealTogether } from './linked-tables.js';
import { mintSafeTable } from './safe-table.js';
import type { TableShape } from './table-shape.js';
import { cellCodes, dimensions, isNeutral, NEUTRAL_MINIMUM, NO_ANSWER_CODES, TOTAL } from './table-shape.js';
import type { RawTable, Tabulation } from './tabulate.js';

/**
 * Whether nobody could ever be in this cell (a question that is not put to that group). Given only the variables that
 * the cell fixes. Asked about empty cells only: a cell that holds somebody is never excused by a wrong declaration.
 */
export type StructuralZero = (cell: Readonly<Record<string, string>>) => boolean;

/** Whether a code of a variable holds refusals only: that it is empty in a group tells nothing about anybody's answer. */
export type SaysNothing = (variableId: string, code: string) => boolean;

export interface ProtectionRules {
  readonly waveId: string;
  /** Minimum group size, a whole number of at least 2. */
  readonly k: number;
  readonly structuralZero: StructuralZero;
  readonly saysNothing: SaysNothing;
  /** Whether it could not be found out which combinations of codes of these variables are structural zeros. */
  readonly undecided: (variableIds: readonly string[]) => boolean;
}

/**
 * The safe simple rule: a table is published only if it and all its margins hold no unsafe cell, else it is withheld
 * whole. Nothing is blanked inside a published table, so there is no pattern of blanks to calculate with.
 *
 * Unsafe (k = minimum group size, n = count):
 * - sizes of groups, and every cell of a table with an identifying or sensitive variable as indicator or a sensitive one
 *   as breakdown: 0 < n < k, and n = 0 (otherwise "everybody in that office said yes") unless the zero is structural or
 *   says only that nobody refused: "keine Angabe" is empty in a group, or a group of those who gave none is empty;
 * - answers of a neutral indicator: every cell of a group with fewer than k answers ("keine Angabe" and "not asked" are
 *   none), and 0 < n < 3 inside a larger group.
 * In a wave of fewer than k ballots everything is withheld.
 *
 * What it guarantees: the published cells of one table are a complete contingency table of safe inner cells, so whatever
 * is added or subtracted inside that table is a sum of safe cells. Two tables of a release come from the same frozen
 * ballots and the same code lists, so margins they share are equal and their difference is zero.
 *
 * Tables that are safe one by one are then taken in the order of the plan; one that would give a group away together with
 * an earlier one is withheld too (linked-tables.ts: variables made from the same answers, whose counts can be subtracted).
 *
 * What it does not guarantee: anything about cells that no table of the plan contains, where the way to them leads over
 * three tables or more. All two-way margins together can determine a three-way cell.
 */
export function protect(tabulation: Tabulation, rules: ProtectionRules): SafeRelease {
  const { k, waveId } = rules;
  if (!Number.isSafeInteger(k) || k < 2) throw new Error('k must be a whole number of at least 2');
  const tooSmall = tabulation.records < k;
  const published = tooSmall ? new Set<RawTable>() : safeTogether(tabulation.tables, rules);
  return Object.freeze({
    waveId,
    k,
    policy: 'withhold-whole-1' as const,
    records: tooSmall ? null : tabulation.records,
    tables: Object.freeze(
      tabulation.tables.map((table) => {
        const reason = tooSmall ? 'wave-too-small' : 'unsafe-cells';
        const content = published.has(table) ? shownCounts(table) : reason;
        return mintSafeTable({ shape: table.shape, k, content });
      }),
    ),
  });
}

/** The tables that may be published: safe by themselves and beside every one before them in the plan. */
function safeTogether(tables: readonly RawTable[], rules: ProtectionRules): Set<RawTable> {
  const accepted = new Set<RawTable>();
  for (const table of tables) {
    if (hasUnsafeCell(table, rules)) continue;
    if ([...accepted].some((earlier) => revealTogether(earlier, table, rules))) continue;
    accepted.add(table);
  }
  return accepted;
}

/** An empty cell that may be known to be empty is blank all the same: zero and suppressed look alike everywhere. */
function shownCounts({ counts }: RawTable): (number | null)[] {
  return Array.from(counts, (count) => (count === 0 ? null : count));
}

function hasUnsafeCell({ shape, counts }: RawTable, rules: ProtectionRules): boolean {
  const { k, structuralZero } = rules;
  const cells = cellCodes(shape);
  const lenient = isNeutral(shape);
  const impossible = (key: number): boolean => structuralZero(fixedCodes(shape, cells[key] ?? []));
  const strictlyUnsafe = (key: number): boolean => {
    const count = counts[key] ?? 0;
    return (
      count < k && !(count === 0 && (impossible(key) || nobodyRefused({ shape, counts }, key, cells, rules)))
    );
  };
  if (!lenient) return counts.some((_, key) => strictlyUnsafe(key));

  const answers = shape.indicator?.codes ?? [];
  const width = answers.length + 1;
  for (let group = 0; group < counts.length; group += width) {
    const size = group + answers.length;
    if (strictlyUnsafe(size)) return true;
    if (counts[size] === 0) continue;
    const inGroup = answers.map(({ code }, offset) => ({
      code,
      key: group + offset,
      count: counts[group + offset] ?? 0,
    }));
    if (inGroup.some(({ count }) => count > 0 && count < NEUTRAL_MINIMUM)) return true;
    const substantive = inGroup.filter(({ code }) => !NO_ANSWER_CODES.has(code));
    const given = substantive.reduce((sum, { count }) => sum + count, 0);
    const neverAsked = given === 0 && substantive.every(({ key }) => impossible(key));
    if (given < k && !neverAsked) return true;
  }
  return false;
}

/** Of an empty cell: whether its indicator code is a refusal, or its group is one of refusals and empty altogether. */
function nobodyRefused(
  { shape, counts }: RawTable,
  key: number,
  cells: readonly string[][],
  { saysNothing }: ProtectionRules,
): boolean {
  const codes = cells[key] ?? [];
  const { indicator, breakdown } = shape;
  const answer = indicator === null ? TOTAL : (codes.at(-1) ?? TOTAL);
  if (indicator !== null && answer !== TOTAL && saysNothing(indicator.id, answer)) return true;
  const ofRefusals = breakdown.some(
    ({ id }, at) => codes[at] !== TOTAL && saysNothing(id, codes[at] ?? TOTAL),
  );
  const width = indicator === null ? 1 : indicator.codes.length + 1;
  const wholeGroup = key - (key % width) + width - 1;
  return ofRefusals && counts[wholeGroup] === 0;
}

/** The codes that a cell fixes, by variable; totals are left out. */
function fixedCodes(shape: TableShape, codes: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    dimensions(shape)
      .map((variable, position) => [variable.id, codes[position] ?? TOTAL] as const)
      .filter(([, code]) => code !== TOTAL),
  );
}
