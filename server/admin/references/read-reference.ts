import type { Reference } from '../../references/reference.js';
import { conceptPattern, referenceSchema } from '../../references/reference.js';
import { excerpt } from '../read-csv.js';
import type { Cells, Column } from './reference-cells.js';
import { certainties, columns, kinds, readLink } from './reference-cells.js';

/** What is wrong with a cell, and how to put it right. */
export interface CellFault {
  readonly column: Column;
  /** Catalogue key. */
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Codes by variable of a questionnaire, in any of its versions; null where there is no such questionnaire. */
export type KnownCodes = (instrument: string) => ReadonlyMap<string, ReadonlySet<string>> | null;

const LONGEST = 600;
const LONGEST_NAME = 120;
const MOST_LINES = 20;
const optional: ReadonlySet<Column> = new Set([
  ...(['base', 'invited', 'definition_de', 'definition_en', 'caveats_de', 'caveats_en'] as const),
]);
const multiline: ReadonlySet<Column> = new Set(['links', 'caveats_de', 'caveats_en']);

/** A figure from what was typed, or everything that is wrong with it. */
export function readReference(
  cells: Cells,
  known: KnownCodes,
): { ok: true; reference: Reference } | { ok: false; faults: CellFault[] } {
  const faults = [...columns.flatMap((column) => textFaults(column, cells[column])), ...pairFaults(cells)];
  const fault = (column: Column, key: string, isWrong: boolean): void => {
    if (isWrong && cells[column] !== '')
      faults.push({ column, key, params: { value: excerpt(cells[column]) } });
  };
  fault('id', 'references.fault.id', !/^[a-z][a-z0-9_]{0,63}$/.test(cells.id));
  fault('concept', 'references.fault.id', !conceptPattern.test(cells.concept));
  fault('kind', 'references.fault.kind', !kinds.some((kind) => kind === cells.kind));
  fault('certainty', 'references.fault.certainty', !certainties.some((one) => one === cells.certainty));
  fault('value', 'references.fault.value', valueOf(cells.value) === null);
  for (const column of ['base', 'invited'] as const)
    fault(column, 'references.fault.count', !/^[1-9]\d{0,8}$/.test(cells[column]));
  const codes = known(cells.instrument);
  fault('instrument', 'references.fault.instrument', codes === null);
  const links = linesOf(cells.links).map((line) => ({ line, link: readLink(line) }));
  for (const { line, link } of links) faults.push(...linkFaults(line, link, codes));
  if (faults.length > 0) return { ok: false, faults };

  const caveats = linesOf(cells.caveats_de).map((de, at) => ({ de, en: linesOf(cells.caveats_en)[at] }));
  const definition = cells.definition_de === '' ? null : { de: cells.definition_de, en: cells.definition_en };
  const { id, instrument, kind, series, concept, year, source, certainty } = cells;
  return {
    ok: true,
    reference: referenceSchema.parse({
      ...{ id, instrument, kind, series, concept, year, source, certainty, definition, caveats },
      ...{ unit: 'percent', value: valueOf(cells.value), links: links.map(({ link }) => link) },
      base: cells.base === '' ? null : Number(cells.base),
      invited: cells.invited === '' ? null : Number(cells.invited),
      label: { de: cells.label_de, en: cells.label_en },
      universe: { de: cells.universe_de, en: cells.universe_en },
    }),
  };
}

function textFaults(column: Column, cell: string): CellFault[] {
  if (cell === '') return optional.has(column) ? [] : [{ column, key: 'references.fault.missing' }];
  const isName = column === 'series' || column === 'year' || column === 'instrument';
  const most = isName ? LONGEST_NAME : LONGEST;
  const lines = linesOf(cell);
  if (!multiline.has(column) && lines.length > 1) return [{ column, key: 'references.fault.oneLine' }];
  if (lines.length > MOST_LINES)
    return [{ column, key: 'references.fault.lines', params: { most: MOST_LINES } }];
  if (lines.some((line) => line.length > most))
    return [{ column, key: 'references.fault.long', params: { most } }];
  return /\p{Cc}/u.test(lines.join('')) ? [{ column, key: 'references.fault.controlCharacter' }] : [];
}

/** What is there in one language has to be there in the other, line by line. */
function pairFaults(cells: Cells): CellFault[] {
  const lengths = (name: 'definition' | 'caveats'): boolean =>
    linesOf(cells[`${name}_de`]).length === linesOf(cells[`${name}_en`]).length;
  return [
    ...(lengths('definition') ? [] : [{ column: 'definition_en' as const, key: 'references.fault.pair' }]),
    ...(lengths('caveats') ? [] : [{ column: 'caveats_en' as const, key: 'references.fault.pair' }]),
  ];
}

function linkFaults(
  line: string,
  link: ReturnType<typeof readLink>,
  codes: ReturnType<KnownCodes>,
): CellFault[] {
  if (link === null)
    return [{ column: 'links', key: 'references.fault.link', params: { value: excerpt(line) } }];
  if (link.indicator === null || codes === null) return [];
  return [[link.indicator, link.codes] as const, ...Object.entries(link.groups)].flatMap(
    ([variable, list]) => {
      const own = codes.get(variable);
      if (own === undefined)
        return [{ column: 'links' as const, key: 'references.fault.variable', params: { value: variable } }];
      return list
        .filter((code) => !own.has(code))
        .map((code) => ({
          column: 'links' as const,
          key: 'references.fault.code',
          params: { value: code, variable },
        }));
    },
  );
}

/** `13,04`, `13.04` or `13.04 %`; null for what is no percentage. */
function valueOf(cell: string): number | null {
  const found = /^(\d{1,3}(?:[.,]\d{1,6})?)\s*%?$/.exec(cell);
  const value = Number(found?.[1]?.replace(',', '.'));
  return found !== null && value <= 100 ? value : null;
}

function linesOf(cell: string): string[] {
  return cell
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
