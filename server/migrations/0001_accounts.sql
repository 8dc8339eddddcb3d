-- Institutions, users, sessions, invitations and the record of runs (accounts.sqlite).
-- Moments are whole seconds since 1970-01-01 UTC. Secrets are stored hashed only.

CREATE TABLE institution (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    orgnr       TEXT    NOT NULL UNIQUE,
    created     INTEGER NOT NULL
) STRICT;

CREATE TABLE user (
    id             INTEGER PRIMARY KEY,
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    email          TEXT    NOT NULL UNIQUE,   -- trimmed, lower case
    name           TEXT    NOT NULL,
    role           TEXT    NOT NULL,
    password       TEXT,                      -- argon2id, PHC string; NULL until the invitation is accepted
    is_disabled    INTEGER NOT NULL DEFAULT 0,
    created        INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash BLOB    PRIMARY KEY,           -- BLAKE3 of the token in the cookie
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    created    INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_user ON session (user_id);

CREATE TABLE invitation (
    token_hash BLOB    PRIMARY KEY,           -- BLAKE3 of the token in the link
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    expires    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who ran a script and when, never what: the audit log's hash chain takes over from here.
CREATE TABLE run_record (
    id          INTEGER PRIMARY KEY,
    run         TEXT    NOT NULL,
    account     TEXT    NOT NULL,             -- e-mail, or `operator`
    script_hash BLOB    NOT NULL,             -- BLAKE3 of the script
    started     INTEGER NOT NULL
) STRICT;
