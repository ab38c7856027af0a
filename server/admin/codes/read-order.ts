import type { FieldError, Form } from '../form.js';

/** More would keep a browser busy for minutes: it lays out a sheet for each. */
export const MOST_A_GO = 1_000;
export const MOST_A_WAVE = 50_000;
const LONGEST_AREA = 120;

export interface LetterOrder {
  readonly area: string;
  readonly count: number;
}

/** An area of the wave's headcounts, or (headcount null) one that letters were made for without any. */
export interface ListedArea {
  readonly area: string;
  readonly headcount: number | null;
  readonly issued: number;
}

export type ReadOrder =
  { readonly ok: true; readonly order: LetterOrder } | { readonly ok: false; readonly errors: FieldError[] };

/** The rows of the page, in their order. */
export function listAreas(
  headcounts: readonly { readonly area: string; readonly count: number }[],
  issued: readonly { readonly area: string; readonly count: number }[],
): ListedArea[] {
  const issuedIn = new Map(issued.map(({ area, count }) => [area, count]));
  const listed = new Set(headcounts.map(({ area }) => area));
  return [
    ...headcounts.map(({ area, count }) => ({ area, headcount: count, issued: issuedIn.get(area) ?? 0 })),
    ...issued
      .filter(({ area }) => !listed.has(area))
      .map(({ area, count }) => ({ area, headcount: null, issued: count })),
  ];
}

/** How many letters an area still lacks; null where nobody knows how many people work there. */
export function lettersLeft({ headcount, issued }: ListedArea): number | null {
  return headcount === null ? null : Math.max(0, headcount - issued);
}

/**
 * Which area letters are wanted for, and how many: one area an order, so that each has a stack and a file of its own.
 * `listed` names an area of the list (errors then stand at `count.<row>`), `area` one that is typed in. Where there are
 * headcounts, letters are for their areas only, and never more than people work there: codes to spare could be used by
 * whoever prints them.
 */
export function readOrder(form: Form, areas: readonly ListedArea[]): ReadOrder {
  const fail = (field: string, key: string, params?: FieldError['params']): ReadOrder => ({
    ok: false,
    errors: [{ field, key: `admin.codes.${key}`, ...(params === undefined ? {} : { params }) }],
  });
  const bound = areas.some(({ headcount }) => headcount !== null);
  const chosen = form.one('listed');
  const typed = form.one('area');
  const row = areas.findIndex(({ area }) => area === chosen);
  const entry = areas[row];
  const area = entry?.area ?? (chosen === '' ? typed : chosen);
  if (bound && (entry === undefined || entry.headcount === null)) return fail('count.0', 'onlyHeadcounts');
  if (entry === undefined) {
    if (area === '') return fail('area', 'noArea');
    if (area.length > LONGEST_AREA || /\p{Cc}/u.test(area))
      return fail('area', 'badArea', { longest: LONGEST_AREA });
    if (areas.some((other) => other.area === area)) return fail('area', 'areaListed');
  }

  const field = entry === undefined ? 'count' : `count.${String(row)}`;
  const count = readCount(form);
  if (count === null) return fail(field, 'noNumber', { most: MOST_A_GO });
  const left = entry === undefined ? null : lettersLeft(entry);
  if (left !== null && count > left)
    return fail(field, 'aboveHeadcount', { headcount: entry?.headcount ?? 0, left });
  const room = roomInWave(areas);
  if (count > room) return fail(field, 'tooManyAWave', { most: MOST_A_WAVE, left: room });
  return { ok: true, order: { area, count } };
}

/** The number in the field `count`, from one to what is printed at a time; null where it is none. */
export function readCount(form: Form): number | null {
  const typed = form.one('count');
  const count = Number(typed);
  return /^\d{1,5}$/.test(typed) && count > 0 && count <= MOST_A_GO ? count : null;
}

/** How many codes the wave may still get. */
export function roomInWave(areas: readonly ListedArea[]): number {
  return Math.max(0, MOST_A_WAVE - areas.reduce((sum, { issued }) => sum + issued, 0));
}
