import type { Definition, Item } from '../../survey/definition.js';
import type { CsvFault } from '../read-csv.js';
import { csvLine, excerpt, readCsv } from '../read-csv.js';

export interface Headcount {
  readonly area: string;
  readonly count: number;
}

const MOST_AREAS = 500;
/** Enough to see what is wrong; putting tens of thousands into words would keep everybody else waiting. */
const MOST_FAULTS = 100;
const LONGEST_AREA = 120;
const MOST_STAFF = 1_000_000;
const headers = new Set(['area', 'bereich']);

/**
 * Areas and their staff from a file or a text field: two columns, area and number. Reading stops after a hundred faults,
 * which `stopped` tells; a list that is too long is refused as a whole.
 */
export function readHeadcounts(
  text: string,
): { ok: true; headcounts: Headcount[] } | { ok: false; faults: CsvFault[]; stopped: boolean } {
  const read = readCsv(text);
  if (!read.ok) return { ok: false, faults: [read.fault], stopped: false };
  const rows = headers.has(read.rows[0]?.cells[0]?.toLowerCase() ?? '') ? read.rows.slice(1) : read.rows;
  if (rows.length > MOST_AREAS) {
    const params = { most: MOST_AREAS, found: rows.length };
    const fault = { line: 1, column: '', key: 'admin.headcounts.fault.tooMany', params };
    return { ok: false, faults: [fault], stopped: false };
  }
  const faults: CsvFault[] = [];
  const lineOf = new Map<string, number>();
  const headcounts: Headcount[] = [];
  for (const { line, cells } of rows) {
    if (faults.length > MOST_FAULTS) break;
    const [area = '', typed = '', ...rest] = cells;
    if (rest.some((cell) => cell !== ''))
      faults.push({ line, column: '', key: 'admin.headcounts.fault.columns' });
    const areaFault = checkArea(area, lineOf);
    if (areaFault !== null) faults.push({ line, column: 'area', ...areaFault });
    else lineOf.set(area, line);
    const count = Number(typed);
    if (!/^\d{1,9}$/.test(typed) || count < 1 || count > MOST_STAFF) {
      const key = typed === '' ? 'admin.headcounts.fault.noCount' : 'admin.headcounts.fault.count';
      faults.push({ line, column: 'count', key, params: { value: excerpt(typed) } });
    }
    headcounts.push({ area, count });
  }
  return faults.length > 0
    ? { ok: false, faults: faults.slice(0, MOST_FAULTS), stopped: faults.length > MOST_FAULTS }
    : { ok: true, headcounts };
}

function checkArea(
  area: string,
  lineOf: ReadonlyMap<string, number>,
): Omit<CsvFault, 'line' | 'column'> | null {
  if (area === '') return { key: 'admin.headcounts.fault.noArea' };
  if (area.length > LONGEST_AREA)
    return { key: 'admin.headcounts.fault.longArea', params: { most: LONGEST_AREA } };
  if (/\p{Cc}/u.test(area)) return { key: 'admin.headcounts.fault.controlCharacter' };
  const before = lineOf.get(area);
  return before === undefined
    ? null
    : { key: 'admin.headcounts.fault.duplicate', params: { value: excerpt(area), before } };
}

/** The headcounts as text that `readHeadcounts` takes back unchanged. */
export function writeHeadcounts(headcounts: readonly Headcount[]): string {
  return headcounts.map(({ area, count }) => csvLine([area, String(count)])).join('');
}

/** A file to fill in: the areas that the questionnaire asks about, if it does, with the number left empty. */
export function headcountsTemplate(definition: Definition): string {
  const areas = areasOf(definition);
  return csvLine(['area', 'count']) + areas.map((area) => csvLine([area, ''])).join('');
}

/** German names of the options of the first identifying choice, which is where a questionnaire asks for the area. */
export function areasOf(definition: Definition): string[] {
  const item = definition.pages
    .flatMap((page): Item[] => page.questions)
    .find(({ type, sensitivity }) => type === 'single' && sensitivity === 'identifying');
  if (item === undefined || !('options' in item)) return [];
  return item.options
    .filter(({ value }) => !['na', 'dk', 'other'].includes(value))
    .map(({ label }) => label.de);
}
