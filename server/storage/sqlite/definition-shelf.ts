import type Database from 'better-sqlite3';
import type { DefinitionShelf } from '../../ports/office.js';
import type { Definition, Localized } from '../../survey/definition.js';
import { canonicalJson } from '../canonical-json.js';
import { remembered } from './remembered.js';

/** Questionnaires. Frozen is no flag but a fact: a version is frozen exactly while a wave refers to it. */
export function makeDefinitionShelf(office: Database.Database): DefinitionShelf {
  const entries = office.prepare<[], { id: string; version: string; title: string; frozen: number }>(
    `SELECT id, version, body ->> '$.title' AS title, EXISTS (
       SELECT 1 FROM wave WHERE definition_id = definition.id AND definition_version = definition.version
     ) AS frozen FROM definition`,
  );
  const bodyOf = office
    .prepare<[string, string], string>('SELECT body FROM definition WHERE id = ? AND version = ?')
    .pluck();
  const inUse = office
    .prepare<[string, string], number>(
      'SELECT EXISTS (SELECT 1 FROM wave WHERE definition_id = ? AND definition_version = ?)',
    )
    .pluck();
  const store = office.prepare<[string, string, string]>(
    `INSERT INTO definition (id, version, body) VALUES (?, ?, ?)
     ON CONFLICT (id, version) DO UPDATE SET body = excluded.body`,
  );

  // Every page of every respondent asks for its questionnaire.
  const known = remembered<Definition>(office);

  const put = office.transaction((definition: Definition): 'stored' | 'unchanged' | 'frozen' => {
    const { id, version } = definition;
    const before = bodyOf.get(id, version);
    if (before !== undefined && canonicalJson(JSON.parse(before)) === canonicalJson(definition))
      return 'unchanged';
    if (inUse.get(id, version) === 1) return 'frozen';
    store.run(id, version, JSON.stringify(definition));
    return 'stored';
  });

  return {
    async list() {
      return entries
        .all()
        .map((entry) => ({
          ...entry,
          title: JSON.parse(entry.title) as Localized,
          frozen: entry.frozen === 1,
        }))
        .sort((a, b) => a.id.localeCompare(b.id, 'en') || newestFirst(a.version, b.version));
    },
    async find(id, version) {
      return known(JSON.stringify([id, version]), () => {
        const body = bodyOf.get(id, version);
        return body === undefined ? null : (JSON.parse(body) as Definition);
      });
    },
    async put(definition) {
      return put.immediate(definition);
    },
  };
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}
