import type { FieldError } from './form.js';

/** Says how long to wait, in the unit that people would use. */
export function waitError(field: string, seconds: number): FieldError {
  if (seconds < 120) return { field, key: 'waitSeconds', params: { count: seconds } };
  return { field, key: 'waitMinutes', params: { count: Math.ceil(seconds / 60) } };
}
