-- Published figures that are shown beside results, as personnel keeps them.
CREATE TABLE reference (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- What the program brought along, as it brought it: told apart from what was edited or removed here since.
CREATE TABLE reference_shipped (
  id TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
