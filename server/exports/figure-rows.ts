import type { SafeTable, TableVariable } from '../disclosure/safe-table.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES, TOTAL } from '../disclosure/table-shape.js';
import type { Localized } from '../survey/definition.js';
import { everyLineOf, totalLabel } from './table-lines.js';

/**
 * What is the matter with a figure. `told`: it is there. `blank`: zero or not shown. `none`: there is no such figure, in every
 * release: the share of all, and of those who gave no answer.
 */
export type FigureStatus = 'told' | 'blank' | 'none';

export interface Figure {
  readonly value: number | null;
  readonly status: FigureStatus;
}

/** One cell of a table, as files with a row for each cell show it. */
export interface FigureRow {
  readonly table: SafeTable;
  readonly groups: readonly {
    readonly variable: TableVariable;
    readonly code: string;
    readonly label: Localized;
  }[];
  readonly subject: TableVariable;
  /** What is counted in the group: a code of the subject, or `total`. */
  readonly code: string;
  readonly label: Localized;
  readonly count: Figure;
  /** Members of the group who answered. */
  readonly base: Figure;
  /** count / base, between 0 and 1. */
  readonly share: Figure;
}

/**
 * Every cell of a table, each once, in the order of the code lists with everybody first and `total` last; those of a withheld
 * table are all blank. Whether a base or share is told depends on nothing but which counts are (shares.ts).
 */
export function figureRows(table: SafeTable): FigureRow[] {
  const { groups, subject } = readingOf(table);
  return everyLineOf(table).flatMap((line) => {
    const shared = {
      table,
      subject,
      groups: line.group.flatMap(({ code, label }, at) => {
        const variable = groups[at];
        return variable === undefined ? [] : [{ variable, code, label }];
      }),
      base: figure(line.base),
    };
    return [
      ...line.figures.map(({ code, label, count, share }): FigureRow => ({
        ...shared,
        code,
        label,
        count: figure(count),
        share: NO_ANSWER_CODES.has(code) ? none : figure(share),
      })),
      { ...shared, code: TOTAL, label: totalLabel, count: figure(line.size), share: none },
    ];
  });
}

const none: Figure = { value: null, status: 'none' };

function figure(value: number | null): Figure {
  return value === null ? { value, status: 'blank' } : { value, status: 'told' };
}
