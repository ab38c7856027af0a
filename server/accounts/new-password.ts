import type { StaffRequest } from '../http/staff-route.js';
import { field, type FieldError } from './form.js';
import { PASSWORD_MAX, PASSWORD_MIN, passwordFault } from './password.js';

/** Checks the pair of fields `password` and `repeat` in which a new password is chosen. */
export function readNewPassword(
  req: StaffRequest,
  login: string,
): { readonly password: string; readonly errors: readonly FieldError[] } {
  const password = field(req, 'password');
  const fault = passwordFault(password, login);
  if (fault !== null) {
    const params = { min: PASSWORD_MIN, max: PASSWORD_MAX };
    return { password, errors: [{ field: 'password', key: `password.${fault}`, params }] };
  }
  const same = password.normalize('NFKC') === field(req, 'repeat').normalize('NFKC');
  return { password, errors: same ? [] : [{ field: 'repeat', key: 'password.differs' }] };
}
