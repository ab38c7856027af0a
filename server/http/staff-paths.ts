import type { Role } from '../ports/staff.js';

const homes: Readonly<Record<Role, string>> = {
  hr: '/staff/waves',
  analyst: '/staff/results',
  council: '/staff/approvals',
  admin: '/staff/accounts',
};

/** The page a user comes to after log-in. */
export function homeOf(role: Role): string {
  return homes[role];
}

/**
 * A path of the staff area that came from outside, or null: never another host (`//host`, `/\host`), another area
 * (`/staff/../`), or a line break.
 */
export function safeStaffPath(candidate: unknown): string | null {
  if (typeof candidate !== 'string' || candidate.length > 500 || !/^\/staff(?:[/?]|$)/.test(candidate))
    return null;
  if (!/^[\x21-\x7e]*$/.test(candidate) || candidate.includes('\\')) return null;
  const url = new URL(candidate, 'http://localhost');
  return url.host === 'localhost' && url.pathname + url.search === candidate ? candidate : null;
}
