-- Databanks, immutable revisions of variables, released versions, the draft, and how many units each space has.

CREATE TABLE databank (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    profile   TEXT NOT NULL CHECK (profile IN ('open', 'register')),
    tier      TEXT NOT NULL CHECK (tier IN ('ordinary', 'sensitive')),
    synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1))
) STRICT;

-- One state of one variable. Never updated; a metadata patch is a new revision that shares `data_number`.
CREATE TABLE revision (
    id          INTEGER PRIMARY KEY,
    databank    INTEGER NOT NULL REFERENCES databank (id),
    name        TEXT NOT NULL,
    number      INTEGER NOT NULL,
    data_number INTEGER,             -- folder of the data, NULL: metadata only
    unit_type   TEXT NOT NULL,
    temporality TEXT NOT NULL,
    data_type   TEXT NOT NULL,
    variable    TEXT NOT NULL,       -- JSON, as declared
    UNIQUE (databank, name, number)
) STRICT;
CREATE INDEX revision_by_kind ON revision (databank, unit_type, temporality);

CREATE TABLE version (
    id          INTEGER PRIMARY KEY,
    databank    INTEGER NOT NULL REFERENCES databank (id),
    major       INTEGER NOT NULL,
    minor       INTEGER NOT NULL,
    patch       INTEGER NOT NULL,
    released_at INTEGER NOT NULL,    -- seconds since 1970-01-01 UTC
    UNIQUE (databank, major, minor, patch)
) STRICT;

CREATE TABLE version_variable (
    version  INTEGER NOT NULL REFERENCES version (id),
    name     TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES revision (id),
    coverage TEXT,                   -- JSON, what may be shown; NULL: as declared
    PRIMARY KEY (version, name)
) STRICT, WITHOUT ROWID;

-- The change log of released versions.
CREATE TABLE change_log (
    version   INTEGER NOT NULL REFERENCES version (id),
    name      TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('ADD', 'CHANGE', 'PATCH_METADATA', 'REMOVE')),
    PRIMARY KEY (version, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_change (
    databank  INTEGER NOT NULL REFERENCES databank (id),
    name      TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('ADD', 'CHANGE', 'PATCH_METADATA', 'REMOVE')),
    revision  INTEGER REFERENCES revision (id),  -- NULL: REMOVE
    PRIMARY KEY (databank, name)
) STRICT, WITHOUT ROWID;

-- Units registered so far; a units file may hold more after a crash, and they do not count.
CREATE TABLE unit_space (
    name  TEXT PRIMARY KEY,
    units INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Runs of units that one owner (such as the generator) keeps for itself.
CREATE TABLE unit_range (
    space TEXT NOT NULL,
    owner TEXT NOT NULL,
    first INTEGER NOT NULL,
    units INTEGER NOT NULL,
    PRIMARY KEY (space, owner, first)
) STRICT, WITHOUT ROWID;
