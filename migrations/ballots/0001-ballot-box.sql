-- What was said. No time, no sequence, no rowid: a ballot's only name is the keyed hash of a random receipt.

CREATE TABLE box (
  wave_id TEXT NOT NULL PRIMARY KEY,
  sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER box_stays_sealed BEFORE UPDATE ON box WHEN OLD.sealed = 1 AND NEW.sealed = 0
BEGIN
  SELECT RAISE(ABORT, 'a sealed box stays sealed');
END;

CREATE TABLE ballot (
  wave_id TEXT NOT NULL REFERENCES box (wave_id),
  receipt_hash BLOB NOT NULL CHECK (length(receipt_hash) = 32),
  body BLOB NOT NULL,
  PRIMARY KEY (wave_id, receipt_hash)
) STRICT, WITHOUT ROWID;
