import type Database from 'better-sqlite3';
import type { ApiToken, TokenBook } from '../../ports/api-tokens.js';
import type { Clock } from '../../ports/clock.js';
import { berlinDay } from './berlin-day.js';

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly owner_id: string;
  readonly wave_id: string | null;
  readonly created_on: string;
  readonly expires_on: string;
  readonly revoked_on: string | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const columns = 'id, name, owner_id, wave_id, created_on, expires_on, revoked_on';

export function makeTokenBook(office: Database.Database, clock: Clock): TokenBook {
  const add = office.prepare<[string, Uint8Array, string, string, string | null, string, string]>(
    `INSERT INTO api_token (id, hash, name, owner_id, wave_id, created_on, expires_on)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const byOwner = office.prepare<[string], TokenRow>(
    `SELECT ${columns} FROM api_token WHERE owner_id = ? ORDER BY number DESC`,
  );
  const byHash = office.prepare<[Uint8Array], TokenRow>(`SELECT ${columns} FROM api_token WHERE hash = ?`);
  const revoke = office.prepare<[string, string, string]>(
    'UPDATE api_token SET revoked_on = ? WHERE id = ? AND owner_id = ? AND revoked_on IS NULL',
  );
  const fromRow = (row: TokenRow): ApiToken => ({
    id: row.id,
    name: row.name,
    ownerId: row.owner_id,
    waveId: row.wave_id,
    createdOn: row.created_on,
    expiresOn: row.expires_on,
    revokedOn: row.revoked_on,
    state: row.revoked_on !== null ? 'revoked' : berlinDay(clock.now()) > row.expires_on ? 'expired' : 'live',
  });

  return {
    async create({ id, name, ownerId, waveId, days }, hash) {
      const now = clock.now();
      const last = new Date(now.getTime() + days * DAY_MS);
      add.run(id, hash, name, ownerId, waveId, berlinDay(now), berlinDay(last));
    },
    async ofOwner(ownerId) {
      return byOwner.all(ownerId).map(fromRow);
    },
    async byHash(hash) {
      const row = byHash.get(hash);
      return row === undefined ? null : fromRow(row);
    },
    async revoke(id, ownerId) {
      return revoke.run(berlinDay(clock.now()), id, ownerId).changes === 1;
    },
  };
}
