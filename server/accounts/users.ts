import { randomId } from '../credential/random-id.js';
import type { Randomness } from '../ports/randomness.js';
import type { AccountBook, Role, StaffUser } from '../ports/staff.js';
import type { FieldError } from './form.js';
import { hashPassword, makePassword } from './password.js';

export interface UserDeps {
  readonly accounts: AccountBook;
  readonly randomness: Randomness;
}

export interface NewAccount {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** Made up and returned where missing. */
  readonly password?: string;
  /** Whether the first log-in leads to the choice of a password of one's own. */
  readonly mustChange?: boolean;
}

export interface CreatedAccount {
  readonly user: StaffUser;
  /** Readable here and now only; stored as a hash. */
  readonly password: string;
}

export const LOGIN_MAX = 40;
const NAME_MAX = 80;

/** Names that the audit log uses for those who are nobody's account. */
const reservedLogins = ['system', 'anonymous'];

/** Login names are compared in lower case and without the blanks around them. */
export function normaliseLogin(typed: string): string {
  return typed.trim().toLowerCase();
}

/** What is wrong with a (normalised) login name. */
export function checkLogin(login: string): FieldError[] {
  if (!/^[a-z0-9][a-z0-9._-]+$/.test(login) || login.length > LOGIN_MAX) {
    return [{ field: 'login', key: 'login.form', params: { max: LOGIN_MAX } }];
  }
  return reservedLogins.includes(login) ? [{ field: 'login', key: 'login.taken', params: { login } }] : [];
}

/** What is wrong with the name under which others see an account. */
export function checkName(name: string): FieldError[] {
  if (name.length < 2) return [{ field: 'name', key: 'nameMissing' }];
  return name.length > NAME_MAX ? [{ field: 'name', key: 'nameTooLong', params: { max: NAME_MAX } }] : [];
}

/** Creates an account, or says that its login name is taken. */
export async function addAccount(
  deps: UserDeps,
  account: NewAccount,
): Promise<CreatedAccount | 'login-taken'> {
  const password = account.password ?? makePassword(deps.randomness);
  const user: StaffUser = {
    id: randomId(deps.randomness),
    login: normaliseLogin(account.login),
    name: account.name.trim(),
    role: account.role,
    disabled: false,
    mustChangePassword: account.mustChange ?? false,
  };
  const outcome = await deps.accounts.create(user, await hashPassword(password));
  return outcome === 'created' ? { user, password } : 'login-taken';
}

/** Creates an account where a taken login name is a mistake of the caller: at seeding and on the command line. */
export async function createAccount(deps: UserDeps, account: NewAccount): Promise<CreatedAccount> {
  if (checkLogin(normaliseLogin(account.login)).length > 0)
    throw new Error(`not a login name: ${account.login}`);
  const created = await addAccount(deps, account);
  if (created === 'login-taken') throw new Error(`login name is taken: ${account.login}`);
  return created;
}
