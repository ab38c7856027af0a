import type Database from 'better-sqlite3';
import type { AccountBook, Role, StaffUser } from '../../ports/staff.js';

interface StaffRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: number;
  readonly must_change_password: number;
  readonly password_hash: string;
}

/** Staff accounts by login name. @throws where an account that is to be changed does not exist. */
export function makeAccountBook(office: Database.Database): AccountBook {
  const count = office.prepare<[], number>('SELECT count(*) FROM staff').pluck();
  const all = office.prepare<[], StaffRow>('SELECT * FROM staff ORDER BY login');
  const byId = office.prepare<[string], StaffRow>('SELECT * FROM staff WHERE id = ?');
  const byLogin = office.prepare<[string], StaffRow>('SELECT * FROM staff WHERE login = ?');
  const add = office.prepare<[StaffRow]>(
    `INSERT INTO staff (id, login, name, role, disabled, must_change_password, password_hash)
     VALUES (@id, @login, @name, @role, @disabled, @must_change_password, @password_hash)
     ON CONFLICT (login) DO NOTHING`,
  );
  const setPassword = office.prepare<[string, number, string]>(
    'UPDATE staff SET password_hash = ?, must_change_password = ? WHERE id = ?',
  );
  const setDisabled = office.prepare<[number, string]>('UPDATE staff SET disabled = ? WHERE id = ?');
  const otherAdmins = office
    .prepare<[string], number>("SELECT count(*) FROM staff WHERE role = 'admin' AND disabled = 0 AND id <> ?")
    .pluck();

  const disable = office.transaction((id: string, disabled: boolean): 'done' | 'last-admin' => {
    const account = byId.get(id);
    if (account === undefined) throw new Error(`no account ${id}`);
    if (disabled && account.role === 'admin' && otherAdmins.get(id) === 0) return 'last-admin';
    setDisabled.run(disabled ? 1 : 0, id);
    return 'done';
  });

  return {
    async count() {
      return count.get() ?? 0;
    },
    async list() {
      return all.all().map(toUser);
    },
    async find(id) {
      const row = byId.get(id);
      return row === undefined ? null : toUser(row);
    },
    async credentials(login) {
      const row = byLogin.get(login);
      return row === undefined ? null : { user: toUser(row), passwordHash: row.password_hash };
    },
    async create(user, passwordHash) {
      const { id, login, name, role } = user;
      const flags = {
        disabled: user.disabled ? 1 : 0,
        must_change_password: user.mustChangePassword ? 1 : 0,
      };
      const { changes } = add.run({ id, login, name, role, ...flags, password_hash: passwordHash });
      return changes === 1 ? 'created' : 'login-taken';
    },
    async setPassword(id, passwordHash, mustChange) {
      if (setPassword.run(passwordHash, mustChange ? 1 : 0, id).changes === 0)
        throw new Error(`no account ${id}`);
    },
    async setDisabled(id, disabled) {
      return disable.immediate(id, disabled);
    },
  };
}

function toUser(row: StaffRow): StaffUser {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    role: row.role,
    disabled: row.disabled === 1,
    mustChangePassword: row.must_change_password === 1,
  };
}
