import { linkCells, TOTAL as WHOLE, type PublishedCell, type PublishedTables } from './published-tables.js';
import type { SafeRelease } from './safe-release.js';
import { variablesOfTable } from './safe-table.js';
import { TOTAL } from './table-shape.js';

/**
 * A release of a wave as an attacker has it: every cell of every table that is not withheld, once, with what adds up to
 * what. Of `isKnownEmpty` cells the attacker is told that they are: to find that out is no success.
 */
export function publishedRelease(
  { tables }: SafeRelease,
  isKnownEmpty: (codes: Readonly<Record<string, string>>) => boolean = () => false,
): PublishedTables {
  const shown = tables.filter(({ status }) => status === 'published');
  const variables = [...new Set(shown.flatMap((table) => variablesOfTable(table).map(({ id }) => id)))];
  const cells = new Map<string, PublishedCell>();
  for (const table of shown) {
    const places = variablesOfTable(table).map(({ id }) => variables.indexOf(id));
    for (const { codes: own, count } of table.cells) {
      const codes = variables.map((_, place) => {
        const code = own[places.indexOf(place)] ?? TOTAL;
        return code === TOTAL ? WHOLE : code;
      });
      const given = Object.fromEntries(
        variables.flatMap((id, at) => (codes[at] === WHOLE ? [] : [[id, codes[at] ?? '']])),
      );
      const told = count ?? (isKnownEmpty(given) ? 0 : null);
      cells.set(JSON.stringify(codes), { codes, count: told });
    }
  }
  return linkCells(variables, [...cells.values()], {});
}
