-- Tables asked for after a wave has closed, on top of its plan. Nothing is computed of them before the council has agreed.
CREATE TABLE supplement (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  wave_id TEXT NOT NULL REFERENCES wave (id),
  tables TEXT NOT NULL CHECK (json_valid(tables)),
  purpose TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'approved', 'rejected')),
  proposed_by TEXT NOT NULL,
  decided_by TEXT,
  reason TEXT,
  decided_on TEXT,
  CHECK (decided_by <> proposed_by),
  CHECK ((status = 'proposed') = (decided_by IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_on IS NULL))
) STRICT;

CREATE UNIQUE INDEX supplement_one_at_a_time ON supplement (wave_id) WHERE status = 'proposed';

CREATE TRIGGER supplement_decided_once BEFORE UPDATE ON supplement WHEN OLD.status <> 'proposed'
BEGIN
  SELECT RAISE(ABORT, 'a supplement is decided once');
END;

CREATE TRIGGER supplement_as_proposed BEFORE UPDATE OF number, id, wave_id, tables, purpose, proposed_by ON supplement
BEGIN
  SELECT RAISE(ABORT, 'a supplement is decided as it was proposed');
END;

CREATE TRIGGER supplement_kept BEFORE DELETE ON supplement
BEGIN
  SELECT RAISE(ABORT, 'a supplement is kept');
END;

-- A wave has one release, and a further one for each supplement that the council has agreed to; one at a time.
DROP INDEX release_one_a_wave;

CREATE UNIQUE INDEX release_one_at_a_time ON release (wave_id) WHERE status = 'proposed';

CREATE TRIGGER release_one_a_plan BEFORE INSERT ON release
WHEN (SELECT count(*) FROM release WHERE wave_id = NEW.wave_id AND status <> 'rejected')
   > (SELECT count(*) FROM supplement WHERE wave_id = NEW.wave_id AND status = 'approved')
BEGIN
  SELECT RAISE(ABORT, 'a release needs a plan of its own');
END;
