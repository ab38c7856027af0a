-- What HR writes between the figures of a report. Every version stays, so that nothing written is lost and an older one can
-- be taken up again; the newest one is shown.
CREATE TABLE report_text (
  wave_id TEXT NOT NULL REFERENCES wave (id),
  chapter TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  text TEXT NOT NULL CHECK (json_valid(text)),
  saved_by TEXT NOT NULL,
  saved_on TEXT NOT NULL,
  PRIMARY KEY (wave_id, chapter, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_text_next BEFORE INSERT ON report_text
WHEN NEW.version <> (
  SELECT coalesce(max(version), 0) + 1 FROM report_text WHERE wave_id = NEW.wave_id AND chapter = NEW.chapter
)
BEGIN
  SELECT RAISE(ABORT, 'a version follows upon the one before');
END;

CREATE TRIGGER report_text_as_saved BEFORE UPDATE ON report_text
BEGIN
  SELECT RAISE(ABORT, 'a version stays as it was saved');
END;

CREATE TRIGGER report_text_kept BEFORE DELETE ON report_text
BEGIN
  SELECT RAISE(ABORT, 'a version is kept');
END;
