-- The worlds that prove that a release may be told. As confidential as ballots, hence sealed with a key that is not in here.
CREATE TABLE release_proof (
  release_id TEXT NOT NULL PRIMARY KEY REFERENCES release (id),
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER release_proof_as_made BEFORE UPDATE ON release_proof
BEGIN
  SELECT RAISE(ABORT, 'a proof stays as it was made');
END;

CREATE TRIGGER release_proof_kept BEFORE DELETE ON release_proof
BEGIN
  SELECT RAISE(ABORT, 'a proof is kept with its release');
END;
