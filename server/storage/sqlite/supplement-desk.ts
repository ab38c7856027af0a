import type Database from 'better-sqlite3';
import type { Clock } from '../../ports/clock.js';
import type { Supplement, SupplementDesk } from '../../ports/office.js';
import { canonicalJson } from '../canonical-json.js';
import { berlinDay } from './berlin-day.js';

interface SupplementRow {
  readonly id: string;
  readonly wave_id: string;
  readonly tables: string;
  readonly purpose: string;
  readonly status: Supplement['status'];
  readonly proposed_by: string;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly decided_on: string | null;
}

type Decision = Parameters<SupplementDesk['decide']>[1];

/** The four-eyes rule, and that a decision stays, are moreover rules of the table. */
export function makeSupplementDesk(office: Database.Database, clock: Clock): SupplementDesk {
  const all = office.prepare<[], SupplementRow>('SELECT * FROM supplement ORDER BY number DESC');
  const byId = office.prepare<[string], SupplementRow>('SELECT * FROM supplement WHERE id = ?');
  const byWave = office.prepare<[string], SupplementRow>(
    'SELECT * FROM supplement WHERE wave_id = ? ORDER BY number',
  );
  const add = office.prepare<[string, string, string, string, string]>(
    `INSERT INTO supplement (id, wave_id, tables, purpose, status, proposed_by)
     VALUES (?, ?, ?, ?, 'proposed', ?)`,
  );
  const settle = office.prepare<[Decision, string, string | null, string, string]>(
    'UPDATE supplement SET status = ?, decided_by = ?, reason = ?, decided_on = ? WHERE id = ?',
  );
  const propose = office.transaction(
    ({ id, waveId, tables, purpose, proposedBy }: Parameters<SupplementDesk['propose']>[0]) => {
      if (byWave.all(waveId).some(({ status }) => status === 'proposed')) return 'exists' as const;
      add.run(id, waveId, canonicalJson(tables), purpose, proposedBy);
      return 'proposed' as const;
    },
  );
  const decide = office.transaction((id: string, decision: Decision, by: string, reason: string | null) => {
    const supplement = byId.get(id);
    if (supplement?.status !== 'proposed') return 'not-proposed' as const;
    if (supplement.proposed_by === by) return 'same-person' as const;
    settle.run(decision, by, reason, berlinDay(clock.now()), id);
    return 'done' as const;
  });

  return {
    async propose(supplement) {
      return propose.immediate(supplement);
    },
    async find(id) {
      const row = byId.get(id);
      return row === undefined ? null : fromRow(row);
    },
    async ofWave(waveId) {
      return byWave.all(waveId).map(fromRow);
    },
    async list() {
      return all.all().map(fromRow);
    },
    async decide(id, decision, by, reason) {
      return decide.immediate(id, decision, by, reason);
    },
  };
}

function fromRow(row: SupplementRow): Supplement {
  return {
    id: row.id,
    waveId: row.wave_id,
    tables: JSON.parse(row.tables) as Supplement['tables'],
    purpose: row.purpose,
    status: row.status,
    proposedBy: row.proposed_by,
    decidedBy: row.decided_by,
    reason: row.reason,
    decidedOn: row.decided_on,
  };
}
