import type { Response } from 'express';
import type { StaffRequest } from '../http/staff-route.js';
import type { StaffUser } from '../ports/staff.js';
import type { AccountTools } from './deps.js';
import { showPage } from './show-page.js';

/** The one page that shows a first password. It answers the request itself: kept for a redirect, it would be stored. */
export function showFirstPassword(
  tools: AccountTools,
  req: StaffRequest,
  res: Response,
  user: StaffUser,
  password: string,
  title: string,
): void {
  showPage(tools, req, res, 'accounts/first-password', title, { user, password });
}
