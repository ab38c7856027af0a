import type Database from 'better-sqlite3';

/** Returns what `read` returns, or what it returned for this key before; the value is frozen, because many will share it. */
export type Remembered<T extends object> = (key: string, read: () => T | null) => T | null;

/**
 * A memory of what was read from a database, which forgets everything as soon as any row of it is changed: SQLite counts
 * the changes of a connection, and no other one can exist (see `openDatabases`). What isn't there is not remembered,
 * so that nobody fills the memory with made-up keys.
 */
export function remembered<T extends object>(database: Database.Database): Remembered<T> {
  const changes = database.prepare<[], number>('SELECT total_changes()').pluck();
  const known = new Map<string, T>();
  let changesThen: number | undefined;

  return (key, read) => {
    // What a transaction reads may be taken back with it, uncounted.
    if (database.inTransaction) return read();
    const changesNow = changes.get();
    if (changesNow !== changesThen) known.clear();
    changesThen = changesNow;
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = read();
    if (value !== null) known.set(key, frozen(value));
    return value;
  };
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === 'object' && part !== null) frozen(part as object);
  return Object.freeze(value);
}
