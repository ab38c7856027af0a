-- A code can be exchanged for a blind signature once; `request` is the keyed hash of what was signed, so that the same
-- request is answered again. Random bytes until then: a code that was exchanged looks like one that was used directly.
CREATE TABLE code_with_request (
  wave_id TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  area TEXT NOT NULL,
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  request BLOB NOT NULL DEFAULT (randomblob(32)) CHECK (length(request) = 32),
  PRIMARY KEY (wave_id, hash)
) STRICT, WITHOUT ROWID;

INSERT INTO code_with_request (wave_id, hash, area, used) SELECT wave_id, hash, area, used FROM code ORDER BY wave_id, hash;
DROP TABLE code;
ALTER TABLE code_with_request RENAME TO code;
