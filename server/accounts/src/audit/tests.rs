//! The log as whoever can write its files would like to have it, and what verifying says to that.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::{Accounts, AccountsError, NewUser, Role};

mod change;

const NOW: Stamp<'static> = Stamp::operator(Moment(1_700_000_000));

/// A folder with a log of its own.
struct Place {
    folder: TempDir,
}

fn key(name: &str) -> AuditKey {
    AuditKey::new(name.to_owned(), *blake3::hash(name.as_bytes()).as_bytes())
}

fn keys() -> AuditKeys {
    AuditKeys::new(key("one"), Vec::new())
}

fn began(run: &str) -> Act {
    Act::RunBegan { run: run.to_owned(), script: Digest::of(run.as_bytes()), institution: None }
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    /// With five records.
    fn five() -> Place {
        let place = Place::new();
        let accounts = place.open().unwrap();
        ["a", "b", "c", "d", "e"].iter().for_each(|run| accounts.record(NOW, began(run)).unwrap());
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("accounts.sqlite")
    }

    fn head(&self) -> PathBuf {
        self.folder.path().join("audit.head")
    }

    fn open_with(&self, keys: AuditKeys) -> Result<Accounts, AccountsError> {
        Accounts::open(&self.file(), keys, NOW.now)
    }

    fn open(&self) -> Result<Accounts, AccountsError> {
        self.open_with(keys())
    }

    fn verdict(&self) -> Verdict {
        verify(&self.file(), &keys()).unwrap()
    }

    /// SQL as somebody without keys would run it: triggers are no obstacle to who can write the file.
    fn tamper(&self, sql: &str) {
        let connection = Connection::open(self.file()).unwrap();
        let triggers = "DROP TRIGGER IF EXISTS audit_never_changes; DROP TRIGGER IF EXISTS audit_never_shrinks; \
                        DROP TRIGGER IF EXISTS audit_grows_at_its_end; DROP INDEX IF EXISTS audit_kind;";
        connection.execute_batch(triggers).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    #[track_caller]
    fn refuses(&self, fault: &Fault) {
        match self.open() {
            Err(AccountsError::Audit(found)) => assert_eq!(found, *fault),
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("a broken log was opened"),
        }
    }
}

#[test]
fn an_untouched_log_holds_and_tells_its_extent() {
    let place = Place::five();
    let accounts = place.open().unwrap();
    accounts.record(Stamp { account: "a@x.no", now: Moment(1_700_000_009) }, began("f")).unwrap();
    let verdict = place.verdict();
    assert_eq!(verdict.fault, None);
    assert_eq!((verdict.records, verdict.first, verdict.last), (6, Some(1_700_000_000), Some(1_700_000_009)));
    assert_eq!(verdict.keys, [KeySpan { id: "one".to_owned(), first: 1, last: 6 }]);
    let page = accounts.audit_page(Some(6), 2).unwrap();
    assert_eq!(page.iter().map(|entry| entry.record.number).collect::<Vec<_>>(), [5, 4]);
    assert_eq!(page[0].record.previous, page[1].hash);
    assert_eq!(accounts.audit_page(None, 1).unwrap()[0].hash, verdict.head);
    assert_eq!(accounts.verify_audit().unwrap(), verdict);
}

#[test]
fn an_empty_log_holds_and_so_does_one_in_memory() {
    let place = Place::new();
    drop(place.open().unwrap());
    let verdict = place.verdict();
    assert_eq!((verdict.records, verdict.fault), (0, None));
    let accounts = Accounts::in_memory().unwrap();
    accounts.record(NOW, began("a")).unwrap();
    assert_eq!(accounts.verify_audit().unwrap().records, 1);
}

#[test]
fn runs_are_listed_with_the_hash_and_not_the_script() {
    let accounts = Accounts::in_memory().unwrap();
    let script = Digest::of("tabulate kjønn".as_bytes());
    let run = |run: &str| Act::RunBegan { run: run.to_owned(), script, institution: Some("Uni".to_owned()) };
    accounts.record(Stamp { account: "a@x.no", now: Moment(7) }, run("r1")).unwrap();
    accounts.add_institution("Uni", "123456789", NOW).unwrap();
    accounts.record(NOW, run("r2")).unwrap();
    let records = accounts.run_records(10).unwrap();
    assert_eq!(records.iter().map(|record| record.run.as_str()).collect::<Vec<_>>(), ["r2", "r1"]);
    assert_eq!((records[1].account.as_str(), records[1].started), ("a@x.no", 7));
    assert_eq!(records[0].script_hash, script.to_string());
}

#[test]
fn the_table_takes_neither_changes_nor_gaps_by_ordinary_sql() {
    let place = Place::five();
    let connection = Connection::open(place.file()).unwrap();
    for sql in [
        "UPDATE audit SET record = record WHERE number = 3",
        "DELETE FROM audit WHERE number = 5",
        "INSERT INTO audit (number, record, mac) VALUES (7, '{}', x'00')",
        "INSERT OR REPLACE INTO audit (number, record, mac) VALUES (5, '{}', x'00')",
    ] {
        assert!(connection.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(place.verdict().fault, None);
}

#[test]
fn a_flipped_byte_is_noticed_wherever_it_is() {
    let place = Place::five();
    let connection = Connection::open(place.file()).unwrap();
    let bytes: String =
        connection.query_row("SELECT record FROM audit WHERE number = 3", [], |row| row.get(0)).unwrap();
    drop(connection);
    // Without the column that reads the record, SQLite takes any bytes, as the file itself does.
    place.tamper("ALTER TABLE audit DROP COLUMN kind");
    let connection = Connection::open(place.file()).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone().into_bytes();
        flipped[at] ^= 1;
        connection.execute("UPDATE audit SET record = CAST(?1 AS TEXT) WHERE number = 3", [flipped]).unwrap();
        let verdict = place.verdict();
        assert_eq!((verdict.records, verdict.fault.and_then(|fault| fault.number())), (2, Some(3)), "byte {at}");
    }
    connection.execute("UPDATE audit SET record = ?1, mac = zeroblob(32) WHERE number = 3", [&bytes]).unwrap();
    assert_eq!(place.verdict().fault, Some(Fault::Altered { number: 3 }));
}

#[test]
fn rows_that_are_removed_swapped_or_put_in_are_noticed_at_their_place() {
    for (sql, fault) in [
        ("DELETE FROM audit WHERE number = 3", Fault::Missing { number: 3 }),
        (
            "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4; \
          UPDATE audit SET number = 4 WHERE number = 5",
            Fault::OutOfPlace { number: 3 },
        ),
        (
            "UPDATE audit SET number = 99 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3; \
          UPDATE audit SET number = 3 WHERE number = 99",
            Fault::OutOfPlace { number: 2 },
        ),
        (
            "INSERT INTO audit (number, record, mac) SELECT 6, record, mac FROM audit WHERE number = 5",
            Fault::OutOfPlace { number: 6 },
        ),
        ("INSERT INTO audit (number, record, mac) VALUES (0, '{}', zeroblob(32))", Fault::OutOfPlace { number: 1 }),
        ("UPDATE audit SET mac = x'00' WHERE number = 4", Fault::Altered { number: 4 }),
        (
            "UPDATE audit SET record = replace(record, '\"number\":5', '\"number\":6'), number = 6 WHERE number = 5",
            Fault::Missing { number: 5 },
        ),
    ] {
        let place = Place::five();
        place.tamper(sql);
        assert_eq!(place.verdict().fault, Some(fault), "{sql}");
    }
}

#[test]
fn a_cut_off_end_is_noticed_and_nothing_is_added_behind_it() {
    let place = Place::five();
    let accounts = place.open().unwrap();
    place.tamper("DELETE FROM audit WHERE number >= 4");
    let fault = Fault::Truncated { found: 3, told: 5 };
    assert_eq!(place.verdict().fault, Some(fault.clone()));
    // Neither by a process that has it open nor by a new one, nor does an act happen that cannot be written down.
    assert!(matches!(accounts.record(NOW, began("f")), Err(AccountsError::Audit(_))));
    assert!(accounts.add_institution("Uni", "123456789", NOW).is_err() && accounts.institutions().unwrap().is_empty());
    place.refuses(&fault);
    place.tamper("DELETE FROM audit");
    assert_eq!(place.verdict().fault, Some(Fault::Truncated { found: 0, told: 5 }));
    place.refuses(&Fault::Truncated { found: 0, told: 5 });
}

#[test]
fn a_head_that_is_gone_or_altered_is_noticed() {
    let place = Place::five();
    let head = fs::read(place.head()).unwrap();
    fs::remove_file(place.head()).unwrap();
    assert_eq!(place.verdict().fault, Some(Fault::NoHead));
    place.refuses(&Fault::NoHead);
    let text = String::from_utf8(head).unwrap();
    fs::write(place.head(), text.replace("-1 5 ", "-1 9 ").replace("-1 4 ", "-1 8 ")).unwrap();
    assert_eq!(place.verdict().fault, Some(Fault::HeadAltered));
    place.refuses(&Fault::HeadAltered);
    // The head of another log under the same keys.
    let other = Place::new();
    let accounts = other.open().unwrap();
    ["v", "w", "x", "y", "z"].iter().for_each(|run| accounts.record(NOW, began(run)).unwrap());
    fs::copy(other.head(), place.head()).unwrap();
    assert_eq!(place.verdict().fault, Some(Fault::HeadDiffers { number: 5 }));
    place.refuses(&Fault::HeadDiffers { number: 5 });
}

#[test]
fn a_crash_between_record_and_head_leaves_a_log_that_holds() {
    let place = Place::five();
    let before = fs::read(place.head()).unwrap();
    let accounts = place.open().unwrap();
    for run in ["f", "g", "h"] {
        accounts.record(NOW, began(run)).unwrap();
    }
    // The records are durable, the head is as it was three records ago.
    fs::write(place.head(), &before).unwrap();
    assert_eq!((place.verdict().records, place.verdict().fault), (8, None));
    accounts.record(NOW, began("i")).unwrap();
    // A slot that was torn leaves the other.
    let mut torn = fs::read(place.head()).unwrap();
    torn[512 + 40..1024].fill(0);
    fs::write(place.head(), torn).unwrap();
    assert_eq!((place.verdict().records, place.verdict().fault), (9, None));
    drop(accounts);
    drop(place.open().unwrap());
    // Opening catches up: the end is guarded again.
    place.tamper("DELETE FROM audit WHERE number = 9");
    assert_eq!(place.verdict().fault, Some(Fault::Truncated { found: 8, told: 9 }));
}

#[test]
fn a_crash_while_the_first_head_is_made_is_no_fault() {
    for begun in [&b""[..], &b"skjerm-audit"[..], &[0; 512]] {
        let place = Place::new();
        fs::write(place.head(), begun).unwrap();
        place.open().unwrap().record(NOW, began("a")).unwrap();
        assert_eq!((place.verdict().records, place.verdict().fault), (1, None));
    }
}

#[test]
fn threads_and_processes_add_without_gaps() {
    let place = Place::new();
    // Two values over one file are to SQLite what two processes are.
    let accounts = [place.open().unwrap(), place.open().unwrap()];
    std::thread::scope(|scope| {
        for (number, accounts) in accounts.iter().chain(&accounts).enumerate() {
            scope.spawn(move || {
                for run in 0..25 {
                    accounts.record(NOW, began(&format!("{number}-{run}"))).unwrap();
                }
            });
        }
    });
    assert_eq!((place.verdict().records, place.verdict().fault), (100, None));
    assert_eq!(accounts[0].run_records(1_000).unwrap().len(), 100);
}
