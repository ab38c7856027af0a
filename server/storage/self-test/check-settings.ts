import type { CheckResult, Finding } from '../../ports/self-test.js';
import type { Databases } from '../sqlite/databases.js';

/** What SQLite has to be told so that it keeps no diary and no remnants; values as it reports them. */
const ofBox = { journal_mode: 'truncate', secure_delete: 1, synchronous: 2, locking_mode: 'exclusive' };
const ofOffice = { journal_mode: 'wal', secure_delete: 1, synchronous: 2, locking_mode: 'exclusive' };
const IN_MEMORY = 2;

/** Asks the open connections how they are set. */
export function checkSettings({ box, office }: Databases): CheckResult {
  const findings: Finding[] = [];
  const looked: string[] = [];
  const places = [
    { name: 'ballots.sqlite', db: box, schema: 'main', expected: ofBox },
    { name: 'codes.sqlite', db: box, schema: 'codes', expected: ofBox },
    { name: 'office.sqlite', db: office, schema: 'main', expected: ofOffice },
  ];
  for (const { name, db, schema, expected } of places) {
    for (const [pragma, value] of Object.entries(expected)) {
      const actual: unknown = db.pragma(`${schema}.${pragma}`, { simple: true });
      looked.push(`${name}: ${pragma} = ${String(actual)}`);
      if (actual !== value)
        findings.push({ key: 'setting', subject: `${name}: ${pragma} = ${String(actual)}` });
    }
    const store: unknown = db.pragma('temp_store', { simple: true });
    if (store !== IN_MEMORY)
      findings.push({ key: 'setting', subject: `${name}: temp_store = ${String(store)}` });
  }
  return { id: 'settings', looked, findings };
}
