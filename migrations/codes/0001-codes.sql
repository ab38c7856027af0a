-- Who may still take part. A code is known only by its keyed hash; `used` flips in place and remembers no time.

CREATE TABLE code (
  wave_id TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  area TEXT NOT NULL,
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  PRIMARY KEY (wave_id, hash)
) STRICT, WITHOUT ROWID;
