import type Database from 'better-sqlite3';
import type { SessionShelf } from '../../ports/staff.js';

/** Staff sessions. `expiresAt` and `now` are milliseconds since 1970; reading does not look at the expiry, `sweep` does. */
export function makeSessionShelf(office: Database.Database): SessionShelf {
  const find = office.prepare<[string], { data: string; expiresAt: number }>(
    'SELECT data, expires_at AS expiresAt FROM session WHERE id_hash = ?',
  );
  const put = office.prepare<[string, string, number, string | null]>(
    `INSERT INTO session (id_hash, data, expires_at, user_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (id_hash) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at, user_id = excluded.user_id`,
  );
  const remove = office.prepare<[string]>('DELETE FROM session WHERE id_hash = ?');
  const removeAllOf = office.prepare<[string]>('DELETE FROM session WHERE user_id = ?');
  const removeExpired = office.prepare<[number]>('DELETE FROM session WHERE expires_at <= ?');

  return {
    async read(idHash) {
      return find.get(idHash) ?? null;
    },
    async write(idHash, data, expiresAt, userId) {
      put.run(idHash, data, expiresAt, userId);
    },
    async destroy(idHash) {
      remove.run(idHash);
    },
    async destroyAllOf(userId) {
      removeAllOf.run(userId);
    },
    async sweep(now) {
      removeExpired.run(now);
    },
  };
}
