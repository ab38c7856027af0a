import { join } from 'node:path';
import Database from 'better-sqlite3';
import { projectRoot } from '../../paths.js';
import type { DataFile } from '../../ports/copies.js';
import { StorageRefusal } from '../refusal.js';
import { pendingMigrations, readMigrations } from './migrate.js';

const names = ['office', 'ballots', 'codes'] as const;

/**
 * What keeps these files from being a data folder of this program; null where nothing does. Opens each in memory, goes
 * through all of its pages, and looks whether this version knows its form. Writes nothing.
 */
export function faultOfFiles(files: readonly DataFile[]): string | null {
  const expected = names.map((name) => `${name}.sqlite`);
  const present = files.map(({ path }) => path);
  if (expected.toSorted().join() !== present.toSorted().join())
    return `holds ${present.join(', ') || 'nothing'} instead of ${expected.join(', ')}`;
  for (const name of names) {
    const content = files.find(({ path }) => path === `${name}.sqlite`)?.content ?? new Uint8Array();
    const fault = faultOf(name, content);
    if (fault !== null) return `${name}.sqlite ${fault}`;
  }
  return null;
}

function faultOf(name: (typeof names)[number], content: Uint8Array): string | null {
  // An empty file would be taken for a database without tables.
  if (content.length === 0) return 'is empty';
  let db: Database.Database | null = null;
  try {
    db = new Database(Buffer.from(content.buffer, content.byteOffset, content.length));
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') return 'is damaged';
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0) return 'refers to rows that are missing';
    const known = readMigrations(join(projectRoot, 'migrations', name));
    return pendingMigrations(db, known).length === known.length ? 'was never set up' : null;
  } catch (error) {
    if (error instanceof StorageRefusal) return `does not suit this version of the program: ${error.message}`;
    if (error instanceof Database.SqliteError) return 'is damaged';
    throw error;
  } finally {
    db?.close();
  }
}
