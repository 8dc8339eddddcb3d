-- What reviewers decided on accounts (server/decisions/0014-watcher.md). An account without a row is open. What the meter knows lies in a
-- sealed file of its own, never here.

CREATE TABLE review (
    user_id  INTEGER PRIMARY KEY REFERENCES user (id),
    standing TEXT    NOT NULL CHECK (standing IN ('open', 'flagged', 'delayed', 'closed')),
    since    INTEGER NOT NULL,                -- seconds since 1970
    released INTEGER                          -- the last release: what was before does not count any more
) STRICT;
