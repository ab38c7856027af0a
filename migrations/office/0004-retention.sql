-- How long the answers of a wave are kept after its end, and the day on which they were destroyed. Waves of before were
-- promised nothing and get a year.
ALTER TABLE wave ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 365 CHECK (retention_days BETWEEN 1 AND 3650);
ALTER TABLE wave ADD COLUMN shredded_on TEXT;

DROP TRIGGER wave_locked;
CREATE TRIGGER wave_locked BEFORE UPDATE OF
  id, simulated, definition_id, definition_version, access, k, opens_at, closes_at, retention_days, title, texts, languages,
  plan, headcounts
ON wave WHEN OLD.status <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'a wave that was opened is locked');
END;

CREATE TRIGGER wave_shredded_once BEFORE UPDATE OF shredded_on ON wave
WHEN OLD.status <> 'closed' OR OLD.shredded_on IS NOT NULL OR NEW.shredded_on IS NULL
BEGIN
  SELECT RAISE(ABORT, 'the answers of a closed wave are destroyed once');
END;

-- A proof comes close to the ballots, and goes with them; without them nothing could be proven by it.
DROP TRIGGER release_proof_kept;
CREATE TRIGGER release_proof_kept BEFORE DELETE ON release_proof
WHEN NOT EXISTS (
  SELECT 1 FROM release JOIN wave ON wave.id = release.wave_id
  WHERE release.id = OLD.release_id AND wave.shredded_on IS NOT NULL
)
BEGIN
  SELECT RAISE(ABORT, 'a proof is kept with its release');
END;

CREATE TRIGGER release_not_of_shredded BEFORE INSERT ON release
WHEN (SELECT shredded_on FROM wave WHERE id = NEW.wave_id) IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'the answers of this wave were destroyed');
END;
