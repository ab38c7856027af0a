import type Database from 'better-sqlite3';
import type { Clock } from '../../ports/clock.js';
import type { ReleaseArchive, StoredRelease } from '../../ports/office.js';
import { berlinDay } from './berlin-day.js';

interface ReleaseRow {
  readonly id: string;
  readonly wave_id: string;
  readonly status: StoredRelease['status'];
  readonly proposed_by: string;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly decided_on: string | null;
  readonly sealed: string;
}

type Decision = Parameters<ReleaseArchive['decide']>[1];

/** Releases, newest first. That a release needs a plan of its own, and a second person, the table sees to as well. */
export function makeReleaseArchive(office: Database.Database, clock: Clock): ReleaseArchive {
  const all = office.prepare<[], ReleaseRow>('SELECT * FROM release ORDER BY number DESC');
  const byId = office.prepare<[string], ReleaseRow>('SELECT * FROM release WHERE id = ?');
  const byWave = office.prepare<[string], ReleaseRow>(
    "SELECT * FROM release WHERE wave_id = ? AND status <> 'rejected' ORDER BY number DESC LIMIT 1",
  );
  const released = office.prepare<[string], ReleaseRow>(
    "SELECT * FROM release WHERE wave_id = ? AND status = 'released' ORDER BY number DESC",
  );
  const plansLeft = office
    .prepare<[string, string], number>(
      `SELECT 1 + (SELECT count(*) FROM supplement WHERE wave_id = ? AND status = 'approved')
                - (SELECT count(*) FROM release WHERE wave_id = ? AND status <> 'rejected')`,
    )
    .pluck();
  const add = office.prepare<[string, string, string, string]>(
    "INSERT INTO release (id, wave_id, status, proposed_by, sealed) VALUES (?, ?, 'proposed', ?, ?)",
  );
  const addProof = office.prepare<[string, Uint8Array]>(
    'INSERT INTO release_proof (release_id, sealed) VALUES (?, ?)',
  );
  const proof = office.prepare<[string], { readonly sealed: Buffer }>(
    'SELECT sealed FROM release_proof WHERE release_id = ?',
  );
  const settle = office.prepare<[Decision, string, string | null, string, string]>(
    'UPDATE release SET status = ?, decided_by = ?, reason = ?, decided_on = ? WHERE id = ?',
  );

  const propose = office.transaction(
    (release: Parameters<ReleaseArchive['propose']>[0]): 'proposed' | 'exists' => {
      if (byWave.get(release.waveId)?.status === 'proposed') return 'exists';
      if ((plansLeft.get(release.waveId, release.waveId) ?? 0) < 1) return 'exists';
      add.run(release.id, release.waveId, release.proposedBy, release.sealed);
      if (release.proof !== null) addProof.run(release.id, release.proof);
      return 'proposed';
    },
  );
  const decide = office.transaction(
    (
      id: string,
      decision: Decision,
      by: string,
      reason: string | null,
    ): 'done' | 'same-person' | 'not-proposed' => {
      const release = byId.get(id);
      if (release?.status !== 'proposed') return 'not-proposed';
      if (release.proposed_by === by) return 'same-person';
      settle.run(decision, by, reason, berlinDay(clock.now()), id);
      return 'done';
    },
  );

  return {
    async propose(release) {
      return propose.immediate(release);
    },
    async proofOf(id) {
      return proof.get(id)?.sealed ?? null;
    },
    async find(id) {
      return toRelease(byId.get(id));
    },
    async ofWave(waveId) {
      return toRelease(byWave.get(waveId));
    },
    async releasedOf(waveId) {
      return released.all(waveId).map(fromRow);
    },
    async list() {
      return all.all().map(fromRow);
    },
    async decide(id, decision, by, reason) {
      return decide.immediate(id, decision, by, reason);
    },
  };
}

function toRelease(row: ReleaseRow | undefined): StoredRelease | null {
  return row === undefined ? null : fromRow(row);
}

function fromRow(row: ReleaseRow): StoredRelease {
  return {
    id: row.id,
    waveId: row.wave_id,
    status: row.status,
    proposedBy: row.proposed_by,
    decidedBy: row.decided_by,
    reason: row.reason,
    decidedOn: row.decided_on,
    sealed: row.sealed,
  };
}
