-- The audit log (server/decisions/0015-keys-and-audit-log.md). `run_record` is no longer read: the first opening puts its rows at
-- the beginning of the log, and the table goes one version later.

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,               -- 1, 2, 3 … without gaps
    record TEXT    NOT NULL,                  -- the canonical bytes: JSON that holds the BLAKE3 of the record before it
    mac    BLOB    NOT NULL,                  -- keyed BLAKE3 of the record, under the keys that it names
    kind   TEXT    GENERATED ALWAYS AS (json_extract(record, '$.act.kind')) VIRTUAL
) STRICT;

CREATE INDEX audit_kind ON audit (kind, number);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a record of the audit log never changes');
END;

CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'a record of the audit log is never deleted');
END;

-- INSERT OR REPLACE would delete without the trigger above.
CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
WHEN NEW.number IS NOT (SELECT ifnull(max(number), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'a record of the audit log comes after the last one');
END;
