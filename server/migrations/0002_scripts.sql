-- Scripts of each user, and of the local account `operator` (user_id NULL). Moments are seconds since 1970-01-01 UTC.

CREATE TABLE script (
    id       TEXT    PRIMARY KEY,             -- 128 random bits, hexadecimal
    user_id  INTEGER REFERENCES user (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,                -- trimmed
    text     TEXT    NOT NULL,
    version  INTEGER NOT NULL DEFAULT 1,      -- one more with each change of name or text
    created  INTEGER NOT NULL,
    changed  INTEGER NOT NULL
) STRICT;

-- A name is one script of its owner; NULLs would not be equal.
CREATE UNIQUE INDEX script_name ON script (ifnull(user_id, 0), name);
