-- Everything that is not a code and not a ballot: definitions, waves, releases, staff, the audit log.

CREATE TABLE definition (
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE wave (
  id TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'closed')),
  simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
  definition_id TEXT NOT NULL,
  definition_version TEXT NOT NULL,
  access TEXT NOT NULL CHECK (access IN ('code', 'open')),
  k INTEGER NOT NULL CHECK (k >= 5),
  opens_at TEXT NOT NULL,
  closes_at TEXT NOT NULL,
  title TEXT NOT NULL CHECK (json_valid(title)),
  texts TEXT NOT NULL CHECK (json_valid(texts)),
  languages TEXT NOT NULL CHECK (json_valid(languages)),
  plan TEXT NOT NULL CHECK (json_valid(plan)),
  headcounts TEXT NOT NULL CHECK (json_valid(headcounts)),
  FOREIGN KEY (definition_id, definition_version) REFERENCES definition (id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX wave_definition ON wave (definition_id, definition_version);

-- A definition is frozen exactly while a wave uses it.
CREATE TRIGGER definition_frozen BEFORE UPDATE ON definition
WHEN EXISTS (SELECT 1 FROM wave WHERE definition_id = OLD.id AND definition_version = OLD.version)
BEGIN
  SELECT RAISE(ABORT, 'a definition that a wave uses is frozen');
END;

-- k, plan and everything else that respondents were told is locked when a wave opens.
CREATE TRIGGER wave_locked BEFORE UPDATE OF
  id, simulated, definition_id, definition_version, access, k, opens_at, closes_at, title, texts, languages, plan, headcounts
ON wave WHEN OLD.status <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'a wave that was opened is locked');
END;

CREATE TRIGGER wave_only_forward BEFORE UPDATE OF status ON wave
WHEN NOT (
  (OLD.status = 'draft' AND NEW.status = 'open') OR (OLD.status = 'open' AND NEW.status = 'closed')
)
BEGIN
  SELECT RAISE(ABORT, 'a wave only goes forward');
END;

CREATE TRIGGER wave_kept BEFORE DELETE ON wave WHEN OLD.status <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'a wave that was opened is kept');
END;

CREATE TABLE participation (
  wave_id TEXT NOT NULL REFERENCES wave (id),
  day TEXT NOT NULL,
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  PRIMARY KEY (wave_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  wave_id TEXT NOT NULL REFERENCES wave (id),
  status TEXT NOT NULL CHECK (status IN ('proposed', 'released', 'rejected')),
  proposed_by TEXT NOT NULL,
  decided_by TEXT,
  reason TEXT,
  decided_on TEXT,
  sealed TEXT NOT NULL,
  CHECK (decided_by <> proposed_by),
  CHECK ((status = 'proposed') = (decided_by IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_on IS NULL))
) STRICT;

CREATE UNIQUE INDEX release_one_a_wave ON release (wave_id) WHERE status <> 'rejected';

CREATE TRIGGER release_decided_once BEFORE UPDATE ON release WHEN OLD.status <> 'proposed'
BEGIN
  SELECT RAISE(ABORT, 'a release is decided once');
END;

CREATE TRIGGER release_as_proposed BEFORE UPDATE OF number, id, wave_id, proposed_by, sealed ON release
BEGIN
  SELECT RAISE(ABORT, 'a release is decided as it was proposed');
END;

CREATE TRIGGER release_kept BEFORE DELETE ON release
BEGIN
  SELECT RAISE(ABORT, 'a release is kept');
END;

CREATE TABLE staff (
  id TEXT NOT NULL PRIMARY KEY,
  login TEXT NOT NULL UNIQUE CHECK (login = lower(login)),
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('hr', 'analyst', 'council', 'admin')),
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id_hash TEXT NOT NULL PRIMARY KEY,
  data TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  user_id TEXT REFERENCES staff (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_expiry ON session (expires_at);
CREATE INDEX session_user ON session (user_id);

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT,
  details TEXT NOT NULL CHECK (json_valid(details)),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

-- Append-only: the next number or nothing, and never a second thought.
CREATE TRIGGER audit_next BEFORE INSERT ON audit
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
