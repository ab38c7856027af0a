-- Keys with which programs read released results. Of the secret only a hash is kept; a key is never changed but revoked.
CREATE TABLE api_token (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  owner_id TEXT NOT NULL REFERENCES staff (id),
  wave_id TEXT REFERENCES wave (id),
  created_on TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  revoked_on TEXT,
  CHECK (expires_on >= created_on)
) STRICT;

CREATE INDEX api_token_by_owner ON api_token (owner_id);

CREATE TRIGGER api_token_as_made BEFORE UPDATE OF
  number, id, hash, name, owner_id, wave_id, created_on, expires_on
ON api_token
BEGIN
  SELECT RAISE(ABORT, 'a key is not changed');
END;

CREATE TRIGGER api_token_revoked_once BEFORE UPDATE OF revoked_on ON api_token
WHEN OLD.revoked_on IS NOT NULL OR NEW.revoked_on IS NULL
BEGIN
  SELECT RAISE(ABORT, 'a key is revoked once');
END;
