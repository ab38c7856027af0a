import type { SafeTable } from '../disclosure/safe-table.js';
import { baseOf, readingOf, shareOf } from '../disclosure/shares.js';
import { TOTAL } from '../disclosure/table-shape.js';
import type { Localized } from '../survey/definition.js';

/** What pages and files show of a table: a line for each group, with a figure for each code of the subject. */
export interface TableLine {
  /** One entry for each variable that forms groups; `total` stands for all. */
  readonly group: readonly { readonly code: string; readonly label: Localized }[];
  /** Members of the group. */
  readonly size: number | null;
  /** Members who answered. */
  readonly base: number | null;
  readonly figures: readonly {
    readonly code: string;
    readonly label: Localized;
    readonly count: number | null;
    readonly share: number | null;
  }[];
}

export const totalLabel: Localized = { de: 'insgesamt', en: 'Total' };

/** In the order of the code lists, everybody first. Empty where the table was withheld. */
export function linesOf(table: SafeTable): TableLine[] {
  return table.status === 'withheld' ? [] : everyLineOf(table);
}

/** The same with the lines of a withheld table, all of whose figures are blank. */
export function everyLineOf(table: SafeTable): TableLine[] {
  const { groups, subject } = readingOf(table);
  let combinations: TableLine['group'][] = [[]];
  for (const { codes } of groups) {
    const all = [{ code: TOTAL, label: totalLabel }, ...codes];
    combinations = combinations.flatMap((group) => all.map(({ code, label }) => [...group, { code, label }]));
  }
  return combinations.map((group) => {
    const codes = group.map(({ code }) => code);
    return {
      group,
      size: table.cell([...codes, TOTAL])?.count ?? null,
      base: baseOf(table, codes),
      figures: subject.codes.map(({ code, label }) => ({
        code,
        label,
        count: table.cell([...codes, code])?.count ?? null,
        share: shareOf(table, [codes], [code])?.share ?? null,
      })),
    };
  });
}
