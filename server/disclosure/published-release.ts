import { linkCells, TOTAL as WHOLE, type PublishedCell, type PublishedTables } from './published-tables.js';
import type { SafeRelease } from './safe-release.js';
import { variablesOfTable } from './safe-table.js';
import { TOTAL } from './table-shape.js';

/** A release of a wave as an attacker has it: every cell of every table that is not withheld, once, with what adds up to what. */
export function publishedRelease({ tables }: SafeRelease): PublishedTables {
  const told = tables.filter(({ status }) => status === 'published');
  const variables = [...new Set(told.flatMap((table) => variablesOfTable(table).map(({ id }) => id)))];
  const cells = new Map<string, PublishedCell>();
  for (const table of told) {
    const places = variablesOfTable(table).map(({ id }) => variables.indexOf(id));
    for (const { codes: own, count } of table.cells) {
      const codes = variables.map((_, place) => {
        const code = own[places.indexOf(place)] ?? TOTAL;
        return code === TOTAL ? WHOLE : code;
      });
      cells.set(JSON.stringify(codes), { codes, count });
    }
  }
  return linkCells(variables, [...cells.values()], {});
}
