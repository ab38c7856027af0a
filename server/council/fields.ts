import type { StaffRequest } from '../http/staff-route.js';

/** Characters that the reason of a rejection may have. */
export const MAX_REASON = 1000;

/** The text of a field; empty where it was not sent, or as something else. */
export function fieldOf(req: StaffRequest, name: string): string {
  const body: unknown = req.body;
  const value: unknown =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : '';
  return typeof value === 'string' ? value : '';
}
