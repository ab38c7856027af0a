-- Slots laid out in advance and filled with random bytes: a ballot overwrites a free one, picked at random, in place and
-- at the same size, so that neither ids nor the places of cells nor free lists tell who came first.

-- Ballots of the form before were not sealed, and can't be sealed without their questionnaires; a box without keys and
-- slots can't take any.
CREATE TABLE guard (boxes INTEGER CONSTRAINT unsealed_ballots CHECK (boxes = 0)) STRICT;
INSERT INTO guard SELECT count(*) FROM box;
DROP TABLE guard;
DROP TABLE ballot;
DROP TABLE box;

CREATE TABLE box (
  wave_id TEXT NOT NULL PRIMARY KEY,
  sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)),
  -- The wave's X25519 key; its other half lies outside of this folder.
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  -- Length of every ballot before it is sealed.
  ballot_bytes INTEGER NOT NULL CHECK (ballot_bytes > 0),
  -- Ballots in the box when it was last copied; null: never.
  copied_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TRIGGER box_stays_sealed BEFORE UPDATE ON box WHEN OLD.sealed = 1 AND NEW.sealed = 0
BEGIN
  SELECT RAISE(ABORT, 'a sealed box stays sealed');
END;

-- `name`: keyed hash of the receipt; `body`: the sealed ballot. Both are random bytes where `used` is 0.
CREATE TABLE slot (
  id INTEGER NOT NULL PRIMARY KEY,
  wave_id TEXT NOT NULL REFERENCES box (wave_id),
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  name BLOB NOT NULL CHECK (length(name) = 32),
  body BLOB NOT NULL
) STRICT;

-- Credentials that were spent, each in place of a code. `name`: keyed hash; nothing says which slot it was spent on.
CREATE TABLE spent (
  id INTEGER NOT NULL PRIMARY KEY,
  wave_id TEXT NOT NULL REFERENCES box (wave_id),
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  name BLOB NOT NULL CHECK (length(name) = 32),
  body BLOB NOT NULL CHECK (length(body) = 0)
) STRICT;
