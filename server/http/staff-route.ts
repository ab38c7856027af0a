import type { Request, Response } from 'express';
import type { Lang } from '../ports/office.js';
import type { Role, StaffUser } from '../ports/staff.js';

/**
 * A staff page or action as data, so that one test can hold the whole role-by-endpoint matrix against a list written by
 * hand. compose.ts mounts every route behind session, role check, CSRF and audit; no app mounts one itself.
 */
export interface StaffRoute {
  readonly method: 'get' | 'post';
  /** Below `/staff`, in express syntax: `/waves/:waveId/close`. */
  readonly path: string;
  /** Who may; `signed-in`: every role; `anyone`: before log-in. */
  readonly roles: readonly Role[] | 'signed-in' | 'anyone';
  /** Set where the form carries a file (multipart/form-data); the file is in `req.upload`. */
  readonly upload?: boolean;
  readonly handle: (req: StaffRequest, res: Response) => Promise<void> | void;
}

export interface StaffRequest extends Request {
  /** Present on every route but those for `anyone`. */
  staff?: StaffUser;
  lang: Lang;
  /** The uploaded file, if one came: as it was sent, and as text. */
  upload?: { readonly name: string; readonly bytes: Buffer; readonly text: string };
}

/** The signed-in user; throws where a route for `anyone` asks. */
export function staffOf(req: StaffRequest): StaffUser {
  if (req.staff === undefined) throw new Error('no staff user on this route');
  return req.staff;
}
