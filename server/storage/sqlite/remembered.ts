import type Database from 'better-sqlite3';

/** Returns what `read` returns, or what it returned for this key before; the value is frozen, because many will share it. */
export type Remembered<T extends object> = (key: string, read: () => T | null) => T | null;

/**
 * A memory of what was read from a database, which reads again as soon as any row of it has changed: SQLite counts the
 * changes of a connection, and no other one can exist (see `openDatabases`). Where the same was found again, the same
 * object is returned, so that what others keep for it stays. What isn't there is not remembered, so that nobody fills
 * the memory with made-up keys.
 */
export function remembered<T extends object>(database: Database.Database): Remembered<T> {
  const changes = database.prepare<[], number>('SELECT total_changes()').pluck();
  const known = new Map<
    string,
    { readonly value: T; readonly json: string; readonly at: number | undefined }
  >();

  return (key, read) => {
    // What a transaction reads may be taken back with it, uncounted.
    if (database.inTransaction) return read();
    const at = changes.get();
    const before = known.get(key);
    if (before?.at === at && before !== undefined) return before.value;
    const now = read();
    if (now === null) {
      known.delete(key);
      return null;
    }
    const json = JSON.stringify(now);
    const value = before?.json === json ? before.value : frozen(now);
    known.set(key, { value, json, at });
    return value;
  };
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
}
