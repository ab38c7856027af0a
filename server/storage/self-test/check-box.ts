import { setImmediate as otherWork } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { CheckResult, Finding, Trace } from '../../ports/self-test.js';
import { SEAL_BYTES } from '../ballot-seal.js';
import { traceFinder } from './find-traces.js';
import { unusedSpace } from './unused-space.js';

const tables = ['slot', 'spent'] as const;
/** Standard deviations that chance passes once in 16,000 times. */
const LIMIT = 4;
/** More than a page holds of one row, SQLite would write the rest elsewhere, in the order of arrival. */
const MOST_ON_A_PAGE = 4_061;
/** Enough of a row to know it by. */
const KNOWN_BY = 16;
/** Rows between two pauses. */
const CHUNK = 2_000;
/** What a name, a flag and a length take besides the sealed ballot. */
const ROW_BYTES = 128;

/** Whether all rows of a wave are of one size, so that none tells how much was answered. */
export function checkRows(box: Database.Database): CheckResult {
  const findings: Finding[] = [];
  const lengths = box.prepare<[number], { wave_id: string; least: number; most: number; agreed: number }>(
    `SELECT box.wave_id, min(length(body)) AS least, max(length(body)) AS most, ballot_bytes + ? AS agreed
     FROM main.box JOIN main.slot ON slot.wave_id = box.wave_id GROUP BY box.wave_id`,
  );
  for (const { wave_id, least, most, agreed } of lengths.all(SEAL_BYTES)) {
    if (least !== most || least !== agreed) findings.push({ key: 'unequalRows', subject: wave_id });
    if (most + ROW_BYTES > MOST_ON_A_PAGE) findings.push({ key: 'spillingRows', subject: wave_id });
  }
  return { id: 'rows', looked: tables.map((table) => `ballots.sqlite, ${table}`), findings };
}

/**
 * Whether the rows in use lie among the free ones as drawn by lot, by the mean of their places (rank-sum test): filled one
 * after the other, they would lie together.
 */
export function checkOrder(box: Database.Database): CheckResult {
  const findings: Finding[] = [];
  for (const table of tables) {
    const waves = box.prepare<[], string>('SELECT wave_id FROM main.box ORDER BY wave_id').pluck().all();
    const used = box
      .prepare<[string], number>(`SELECT used FROM main.${table} WHERE wave_id = ? ORDER BY id`)
      .pluck();
    for (const wave of waves) {
      if (Math.abs(deviation(used.all(wave))) > LIMIT)
        findings.push({ key: 'usedInOrder', subject: `${table}, ${wave}` });
    }
  }
  return { id: 'order', looked: tables.map((table) => `ballots.sqlite, ${table}`), findings };
}

/** How far the mean place of the ones is from the middle, in standard deviations. */
function deviation(flags: readonly number[]): number {
  const places = flags.flatMap((flag, at) => (flag === 1 ? [at + 1] : []));
  const [all, some] = [flags.length, places.length];
  if (some === 0 || some === all) return 0;
  const sum = places.reduce((total, place) => total + place, 0);
  const expected = (some * (all + 1)) / 2;
  return (sum - expected) / Math.sqrt((some * (all - some) * (all + 1)) / 12);
}

/** Whether free pages and the gaps of used ones are empty of what lies, or lay, in rows. */
export async function checkRemnants(
  box: Database.Database,
  images: readonly { readonly name: string; readonly content: Buffer }[],
): Promise<CheckResult> {
  const findings: Finding[] = [];
  const find = traceFinder(await beginnings(box));
  await otherWork();
  for (const { name, content } of images) {
    const { gaps, freePages } = unusedSpace(content);
    await otherWork();
    if (freePages.some((page) => page.some((byte) => byte !== 0)))
      findings.push({ key: 'freePageFilled', subject: name });
    if ((await find(Buffer.concat(gaps))).length > 0) findings.push({ key: 'oldRow', subject: name });
  }
  return { id: 'remnants', looked: images.map(({ name }) => name), findings };
}

/** How the name and the sealed ballot of every row in use begin. */
async function beginnings(box: Database.Database): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const table of tables) {
    const ids = box.prepare<[], number>(`SELECT id FROM main.${table} WHERE used = 1`).pluck().all();
    await otherWork();
    const row = box.prepare<[number], { name: Buffer; body: Buffer | null }>(
      `SELECT substr(name, 1, ${KNOWN_BY}) AS name, substr(body, 1, ${KNOWN_BY}) AS body FROM main.${table} WHERE id = ?`,
    );
    for (const [at, id] of ids.entries()) {
      if (at % CHUNK === CHUNK - 1) await otherWork();
      const found = row.get(id);
      if (found === undefined) continue;
      traces.push({ name: table, bytes: found.name });
      // SQLite cuts nothing off an empty body, and gives null.
      if (found.body?.length === KNOWN_BY) traces.push({ name: table, bytes: found.body });
    }
  }
  return traces;
}
