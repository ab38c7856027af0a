import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { AuditEntry, AuditInput, AuditLog } from '../../ports/staff.js';
import type { Clock } from '../../ports/clock.js';
import { canonicalJson } from '../canonical-json.js';

interface AuditRow {
  readonly number: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly details: string;
  readonly hash: string;
}

/** What the first entry is chained to. */
const GENESIS = '0'.repeat(64);

/**
 * The audit log. Numbers are 1, 2, 3 without gaps. Each entry's hash is SHA-256 over the canonical JSON of the entry and
 * the hash before it, so that an entry changed, removed or put in past the program breaks the chain there. Entries cut
 * off at the end leave a valid, shorter chain: whoever wants to notice that writes down the last hash now and then.
 */
export function makeAuditLog(office: Database.Database, clock: Clock): AuditLog {
  const last = office.prepare<[], Pick<AuditRow, 'number' | 'hash'>>(
    'SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1',
  );
  const add = office.prepare<[AuditRow]>(
    `INSERT INTO audit (number, at, actor, action, subject, details, hash)
     VALUES (@number, @at, @actor, @action, @subject, @details, @hash)`,
  );
  const newest = office.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit ORDER BY number DESC LIMIT ? OFFSET ?',
  );
  const count = office.prepare<[], number>('SELECT count(*) FROM audit').pluck();
  const oldest = office.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY number');

  const append = office.transaction((input: AuditInput) => {
    const previous = last.get() ?? { number: 0, hash: GENESIS };
    const entry = {
      number: previous.number + 1,
      at: clock.now().toISOString(),
      actor: input.actor,
      action: input.action,
      subject: input.subject,
      details: canonicalJson(input.details),
    };
    add.run({ ...entry, hash: chained(entry, previous.hash) });
  });
  const page = office.transaction((offset: number, limit: number) => ({
    entries: newest.all(limit, offset).map(toEntry),
    total: count.get() ?? 0,
  }));
  const verify = office.transaction((): number | null => {
    let previous = { number: 0, hash: GENESIS };
    for (const row of oldest.iterate()) {
      const expected = previous.number + 1;
      if (row.number !== expected || row.hash !== chained(row, previous.hash)) return expected;
      previous = row;
    }
    return null;
  });

  return {
    async append(entry) {
      append.immediate(entry);
    },
    async page(offset, limit) {
      return page(offset, limit);
    },
    async verify() {
      return verify();
    },
  };
}

function chained(entry: Omit<AuditRow, 'hash'>, previous: string): string {
  const { number, at, actor, action, subject, details } = entry;
  return createHash('sha256')
    .update(canonicalJson({ number, at, actor, action, subject, details, previous }))
    .digest('hex');
}

function toEntry(row: AuditRow): AuditEntry {
  return { ...row, details: JSON.parse(row.details) as AuditInput['details'] };
}
