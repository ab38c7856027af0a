import type { FieldError, Form } from '../form.js';

export const MOST_A_GO = 5_000;
export const MOST_A_WAVE = 50_000;
const LONGEST_AREA = 120;

export interface LetterOrder {
  readonly area: string;
  readonly count: number;
}

/**
 * How many letters are wanted for which area: `count.<n>` belongs to the n-th listed area, `area` and `count` to an area
 * that is typed in. Empty fields order nothing.
 */
export function readOrder(
  form: Form,
  listed: readonly string[],
  alreadyIssued: number,
): { ok: true; order: LetterOrder[] } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const order: LetterOrder[] = [];
  const add = (field: string, area: string, typed: string): void => {
    if (!/^\d{1,5}$/.test(typed) || Number(typed) > MOST_A_GO) {
      errors.push({ field, key: 'admin.codes.noNumber', params: { most: MOST_A_GO } });
    } else if (Number(typed) > 0) order.push({ area, count: Number(typed) });
  };
  listed.forEach((area, index) => {
    const field = `count.${String(index)}`;
    const typed = form.one(field);
    if (typed !== '') add(field, area, typed);
  });

  const area = form.one('area');
  const count = form.one('count');
  if (area.length > LONGEST_AREA || /\p{Cc}/u.test(area)) {
    errors.push({ field: 'area', key: 'admin.codes.badArea', params: { longest: LONGEST_AREA } });
  } else if (area !== '') {
    if (listed.includes(area)) errors.push({ field: 'area', key: 'admin.codes.areaListed' });
    else add('count', area, count);
  } else if (count !== '') errors.push({ field: 'area', key: 'admin.codes.noArea' });

  const first = listed.length > 0 ? 'count.0' : 'area';
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
