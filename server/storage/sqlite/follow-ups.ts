import type Database from 'better-sqlite3';
import type { FollowUps, WaveOrigin } from '../../ports/follow-ups.js';
import type { Reference } from '../../references/reference.js';
import type { Definition, Localized } from '../../survey/definition.js';
import { canonicalJson } from '../canonical-json.js';
import { waveInserter } from './wave-desk.js';

interface OriginRow {
  readonly title: string;
  readonly year: string;
  readonly digest: string;
  readonly fingerprint: string | null;
  readonly definition: string;
}

/** Waves started from packages; all of a start is one transaction, so that nothing is left of one that fails. */
export function makeFollowUps(office: Database.Database): FollowUps {
  const insertWave = waveInserter(office);
  const bodyOf = office
    .prepare<[string, string], string>('SELECT body FROM definition WHERE id = ? AND version = ?')
    .pluck();
  const shelve = office.prepare<[string, string, string]>(
    'INSERT INTO definition (id, version, body) VALUES (?, ?, ?)',
  );
  const note = office.prepare<[OriginRow & { readonly waveId: string }]>(
    `INSERT INTO follow_up (wave_id, title, year, digest, fingerprint, definition)
     VALUES (@waveId, @title, @year, @digest, @fingerprint, @definition)`,
  );
  const addFigure = office.prepare<[string, string]>(
    'INSERT INTO reference (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const byWave = office.prepare<[string], OriginRow>(
    'SELECT title, year, digest, fingerprint, definition FROM follow_up WHERE wave_id = ?',
  );

  const putOnShelf = (definition: Definition): 'there' | 'differs' => {
    const { id, version } = definition;
    const body = bodyOf.get(id, version);
    if (body === undefined) shelve.run(id, version, JSON.stringify(definition));
    else if (canonicalJson(JSON.parse(body)) !== canonicalJson(definition)) return 'differs';
    return 'there';
  };
  const addFigures = (references: readonly Reference[]): number =>
    references.reduce(
      (sum, reference) => sum + addFigure.run(reference.id, canonicalJson(reference)).changes,
      0,
    );

  const start = office.transaction(({ wave, origin, references }: Parameters<FollowUps['start']>[0]) => {
    if (putOnShelf(origin.definition) === 'differs') return 'definition-differs' as const;
    insertWave(wave);
    note.run({
      waveId: wave.id,
      year: origin.year,
      digest: origin.digest,
      fingerprint: origin.fingerprint,
      title: JSON.stringify(origin.title),
      definition: JSON.stringify(origin.definition),
    });
    return { outcome: 'started' as const, added: addFigures(references) };
  });

  return {
    async start(followUp) {
      return start.immediate(followUp);
    },
    async originOf(waveId) {
      const row = byWave.get(waveId);
      return row === undefined ? null : toOrigin(row);
    },
  };
}

function toOrigin({ title, definition, ...row }: OriginRow): WaveOrigin {
  return {
    ...row,
    title: JSON.parse(title) as Localized,
    definition: JSON.parse(definition) as Definition,
  };
}
