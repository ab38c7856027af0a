import type { FieldError, Form } from '../form.js';

export const MOST_A_GO = 5_000;
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

/** The rows of the form, in the order of their fields. */
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

/**
 * How many letters are wanted for which area: `count.<n>` belongs to the n-th listed area, `area` and `count` to an area
 * that is typed in. Empty fields order nothing. Where there are headcounts, letters are for their areas only, and never
 * more than people work there: codes to spare could be used by whoever prints them.
 */
export function readOrder(
  form: Form,
  listed: readonly ListedArea[],
): { ok: true; order: LetterOrder[] } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const order: LetterOrder[] = [];
  const add = (field: string, area: string, typed: string): void => {
    if (!/^\d{1,5}$/.test(typed) || Number(typed) > MOST_A_GO) {
      errors.push({ field, key: 'admin.codes.noNumber', params: { most: MOST_A_GO } });
    } else if (Number(typed) > 0) order.push({ area, count: Number(typed) });
  };
  const first = listed.length > 0 ? 'count.0' : 'area';
  const alreadyIssued = listed.reduce((sum, { issued }) => sum + issued, 0);
  const bound = listed.some(({ headcount }) => headcount !== null);
  listed.forEach(({ area, headcount, issued }, index) => {
    const field = `count.${String(index)}`;
    const typed = form.one(field);
    if (typed === '') return;
    if (bound && headcount === null) errors.push({ field: first, key: 'admin.codes.onlyHeadcounts' });
    else if (headcount !== null && /^\d{1,5}$/.test(typed) && issued + Number(typed) > headcount) {
      const params = { headcount, left: Math.max(0, headcount - issued) };
      errors.push({ field, key: 'admin.codes.aboveHeadcount', params });
    } else add(field, area, typed);
  });

  const area = form.one('area');
  const count = form.one('count');
  if (bound) {
    if (area !== '') errors.push({ field: first, key: 'admin.codes.onlyHeadcounts' });
  } else if (area.length > LONGEST_AREA || /\p{Cc}/u.test(area)) {
    errors.push({ field: 'area', key: 'admin.codes.badArea', params: { longest: LONGEST_AREA } });
  } else if (area !== '') {
    if (listed.some((entry) => entry.area === area))
      errors.push({ field: 'area', key: 'admin.codes.areaListed' });
    else add('count', area, count);
  } else if (count !== '') errors.push({ field: 'area', key: 'admin.codes.noArea' });

  const total = order.reduce((sum, entry) => sum + entry.count, 0);
  if (errors.length === 0 && total === 0) errors.push({ field: first, key: 'admin.codes.nothing' });
  if (total > MOST_A_GO)
    errors.push({ field: first, key: 'admin.codes.tooManyAGo', params: { most: MOST_A_GO, total } });
  if (alreadyIssued + total > MOST_A_WAVE) {
    const params = { most: MOST_A_WAVE, left: Math.max(0, MOST_A_WAVE - alreadyIssued) };
    errors.push({ field: first, key: 'admin.codes.tooManyAWave', params });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, order };
}
