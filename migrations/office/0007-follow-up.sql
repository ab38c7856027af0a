-- Where a wave comes from that was started from a package. The questionnaire of then is kept with it: on the shelf, a version
-- that no wave uses any more can be replaced.
CREATE TABLE follow_up (
  wave_id TEXT NOT NULL PRIMARY KEY REFERENCES wave (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (json_valid(title)),
  year TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  fingerprint TEXT,
  definition TEXT NOT NULL CHECK (json_valid(definition))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER follow_up_kept BEFORE UPDATE ON follow_up
BEGIN
  SELECT RAISE(ABORT, 'where a wave comes from is kept');
END;
