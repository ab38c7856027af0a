import type Database from 'better-sqlite3';
import type { Wave, WaveDesk, WaveDraft, WaveStatus } from '../../ports/office.js';
import { remembered } from './remembered.js';

interface WaveRow {
  readonly id: string;
  readonly status: WaveStatus;
  readonly simulated: number;
  readonly definition_id: string;
  readonly definition_version: string;
  readonly access: Wave['access'];
  readonly k: number;
  readonly opens_at: string;
  readonly closes_at: string;
  readonly retention_days: number;
  readonly shredded_on: string | null;
  readonly title: string;
  readonly texts: string;
  readonly languages: string;
  readonly plan: string;
  readonly headcounts: string;
}

/**
 * Waves in office.sqlite. That a wave only goes forward, and is locked once opened, is moreover held by triggers.
 * A definition is frozen by the wave's reference to it.
 *
 * @param box where the codes are that go with a draft which is removed
 */
export function makeWaveDesk(office: Database.Database, box: Database.Database): WaveDesk {
  const all = office.prepare<[], WaveRow>('SELECT * FROM wave ORDER BY opens_at DESC, id');
  const byId = office.prepare<[string], WaveRow>('SELECT * FROM wave WHERE id = ?');
  const insert = waveInserter(office);
  const changeDraft = office.prepare<[DraftRow & { id: string }]>(
    `UPDATE wave SET definition_id = @definition_id, definition_version = @definition_version, access = @access, k = @k,
       opens_at = @opens_at, closes_at = @closes_at, retention_days = @retention_days, title = @title, texts = @texts, languages = @languages,
       plan = @plan, headcounts = @headcounts
     WHERE id = @id AND status = 'draft'`,
  );
  const goForward = office.prepare<[WaveStatus, string, WaveStatus]>(
    'UPDATE wave SET status = ? WHERE id = ? AND status = ?',
  );
  const removeDraft = office.prepare<[string]>("DELETE FROM wave WHERE id = ? AND status = 'draft'");
  const removeCodes = box.prepare<[string]>('DELETE FROM codes.code WHERE wave_id = ?');

  // Every page of every respondent asks for its wave.
  const known = remembered<Wave>(office);

  const remove = office.transaction((id: string): 'removed' | 'locked' => {
    if (removeDraft.run(id).changes === 0) return 'locked';
    // Another file, hence another commit, and the first of the two: a crash in between leaves a draft without codes,
    // never codes without a wave.
    removeCodes.run(id);
    return 'removed';
  });

  return {
    async list() {
      return all.all().map(toWave);
    },
    async find(id) {
      return known(id, () => {
        const row = byId.get(id);
        return row === undefined ? null : toWave(row);
      });
    },
    async create(wave) {
      insert(wave);
    },
    async change(id, draft) {
      return changeDraft.run({ id, ...toDraftRow(draft) }).changes === 1 ? 'changed' : 'locked';
    },
    async advance(id, to) {
      return goForward.run(to, id, to === 'open' ? 'draft' : 'open').changes === 1;
    },
    async remove(id) {
      return remove.immediate(id);
    },
  };
}

/** Stores a new wave; for transactions that store more with it. */
export function waveInserter(office: Database.Database): (wave: Wave) => void {
  const add = office.prepare<[Omit<WaveRow, 'shredded_on'>]>(
    `INSERT INTO wave (id, status, simulated, definition_id, definition_version, access, k, opens_at, closes_at,
       retention_days, title, texts, languages, plan, headcounts)
     VALUES (@id, @status, @simulated, @definition_id, @definition_version, @access, @k, @opens_at, @closes_at,
       @retention_days, @title, @texts, @languages, @plan, @headcounts)`,
  );
  return (wave) => {
    add.run({ id: wave.id, status: wave.status, simulated: wave.simulated ? 1 : 0, ...toDraftRow(wave) });
  };
}

type DraftRow = Omit<WaveRow, 'id' | 'status' | 'simulated' | 'shredded_on'>;

function toDraftRow(draft: WaveDraft): DraftRow {
  return {
    definition_id: draft.definition.id,
    definition_version: draft.definition.version,
    access: draft.access,
    k: draft.k,
    opens_at: draft.opensAt,
    closes_at: draft.closesAt,
    retention_days: draft.retentionDays,
    title: JSON.stringify(draft.title),
    texts: JSON.stringify(draft.texts),
    languages: JSON.stringify(draft.languages),
    plan: JSON.stringify(draft.plan),
    headcounts: JSON.stringify(draft.headcounts),
  };
}

function toWave(row: WaveRow): Wave {
  return {
    id: row.id,
    title: JSON.parse(row.title) as Wave['title'],
    texts: JSON.parse(row.texts) as Wave['texts'],
    languages: JSON.parse(row.languages) as Wave['languages'],
    access: row.access,
    definition: { id: row.definition_id, version: row.definition_version },
    k: row.k,
    plan: JSON.parse(row.plan) as Wave['plan'],
    headcounts: JSON.parse(row.headcounts) as Wave['headcounts'],
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    retentionDays: row.retention_days,
    shreddedOn: row.shredded_on,
    status: row.status,
    simulated: row.simulated === 1,
  };
}
