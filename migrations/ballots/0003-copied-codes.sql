-- Codes that were used when the box was last copied, beside `copied_at`: both have to grow by a whole group before the
-- next copy, or the two copies together would show whose code came with which ballot. Null: never copied.
ALTER TABLE box ADD COLUMN copied_codes INTEGER;
