import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.js';
import type { ReportText, ReportTexts } from '../../ports/report-texts.js';
import { canonicalJson } from '../canonical-json.js';
import { berlinDay } from './berlin-day.js';

interface Row {
  readonly chapter: string;
  readonly version: number;
  readonly text: string;
  readonly saved_by: string;
  readonly saved_on: string;
}

const textSchema = z.strictObject({ de: z.string(), en: z.string() });

/** That versions follow upon each other and stay is moreover a rule of the table. */
export function makeReportTextShelf(office: Database.Database, clock: Clock): ReportTexts {
  const newest = office.prepare<[string], Row>(
    `SELECT * FROM report_text AS one WHERE wave_id = ? AND version = (
       SELECT max(version) FROM report_text WHERE wave_id = one.wave_id AND chapter = one.chapter
     ) ORDER BY chapter`,
  );
  const ofChapter = office.prepare<[string, string], Row>(
    'SELECT * FROM report_text WHERE wave_id = ? AND chapter = ? ORDER BY version DESC',
  );
  const add = office.prepare<[string, string, number, string, string, string]>(
    'INSERT INTO report_text (wave_id, chapter, version, text, saved_by, saved_on) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const save = office.transaction(
    ({ waveId, chapter, text, savedBy, basedOn }: Parameters<ReportTexts['save']>[0]) => {
      const last = ofChapter.get(waveId, chapter);
      if ((last?.version ?? 0) !== basedOn) return 'changed-meanwhile' as const;
      const body = canonicalJson(text);
      if (body === (last?.text ?? canonicalJson({ de: '', en: '' }))) return 'unchanged' as const;
      add.run(waveId, chapter, basedOn + 1, body, savedBy, berlinDay(clock.now()));
      return 'saved' as const;
    },
  );
  return {
    async latest(waveId) {
      return newest.all(waveId).map(fromRow);
    },
    async versions(waveId, chapter) {
      return ofChapter.all(waveId, chapter).map(fromRow);
    },
    async save(text) {
      return save.immediate(text);
    },
  };
}

function fromRow(row: Row): ReportText {
  return {
    chapter: row.chapter,
    version: row.version,
    text: textSchema.parse(JSON.parse(row.text)),
    savedBy: row.saved_by,
    savedOn: row.saved_on,
  };
}
