//! Walking the chain from the first record to the head.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Row};

use super::head::{Head, HeadFile};
use super::record::{Envelope, is_authentic};
use super::{AuditKeys, Digest, Fault, LogEnd};
use crate::{Accounts, AccountsError, Result};

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Records that hold, from the first one on.
    pub records: i64,
    /// Moment of the first, in seconds since 1970.
    pub first: Option<i64>,
    /// Moment of the last that holds.
    pub last: Option<i64>,
    /// The keys that they are under, in order.
    pub keys: Vec<KeySpan>,
    /// Hash of the last that holds.
    pub head: Digest,
    /// Where the log is broken; `None`: it holds.
    pub fault: Option<Fault>,
}

/// A stretch of records under the same keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySpan {
    /// Id of the keys.
    pub id: String,
    /// The first record.
    pub first: i64,
    /// The last one.
    pub last: i64,
}

/// Walks the log of an accounts file, also while a server runs. Changes nothing.
///
/// # Errors
/// If the file cannot be read; a broken log is no error but a verdict.
pub fn verify(accounts: &Path, keys: &AuditKeys) -> Result<Verdict> {
    // The head first: what is added meanwhile only makes the log longer than it says.
    let head = HeadFile::beside(accounts).read(keys).map_err(AccountsError::AuditHead)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(accounts, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "query_only", true)?;
    walk(&connection, keys, Some(head))
}

impl Accounts {
    /// Walks the log of this file; others work on meanwhile.
    ///
    /// # Errors
    /// Those of [`verify`].
    pub fn verify_audit(&self) -> Result<Verdict> {
        match &self.path {
            Some(path) => verify(path, self.log.keys()),
            None => {
                let connection = self.connection()?;
                walk(&connection, self.log.keys(), None)
            }
        }
    }
}

/// A walk under way: the last record that holds.
struct Walk<'a> {
    keys: &'a AuditKeys,
    head: Option<LogEnd>,
    end: LogEnd,
    verdict: Verdict,
}

fn walk(connection: &Connection, keys: &AuditKeys, head: Option<Head>) -> Result<Verdict> {
    let verdict = Verdict { records: 0, first: None, last: None, keys: Vec::new(), head: Digest::NONE, fault: None };
    let told = match head {
        Some(Head::At(told)) => Some(told),
        _ => None,
    };
    let mut walk = Walk { keys, head: told, end: LogEnd::EMPTY, verdict };
    let fault = match walk.rows(connection)? {
        None => walk.at_the_end(head.as_ref()),
        fault => fault,
    };
    Ok(Verdict { fault, ..walk.verdict })
}

impl Walk<'_> {
    /// Walks all rows, until one does not hold.
    fn rows(&mut self, connection: &Connection) -> Result<Option<Fault>> {
        let is_there = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'audit'";
        if connection.query_row(is_there, [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(None);
        }
        let mut statement = connection.prepare("SELECT number, record, mac FROM audit ORDER BY number")?;
        let mut rows = statement.query([])?;
        loop {
            let fault = match rows.next() {
                Ok(Some(row)) => self.row(row),
                Ok(None) => return Ok(None),
                // A page that cannot be read.
                Err(_) => Some(Fault::Altered { number: self.end.number + 1 }),
            };
            if fault.is_some() {
                return Ok(fault);
            }
        }
    }

    /// Looks at the next row; what is wrong with it.
    fn row(&mut self, row: &Row<'_>) -> Option<Fault> {
        let number = self.end.number + 1;
        let altered = Some(Fault::Altered { number });
        match row.get::<_, i64>(0) {
            Ok(found) if found > number => return Some(Fault::Missing { number }),
            Ok(found) if found == number => {}
            _ => return Some(Fault::OutOfPlace { number }),
        }
        // The bytes as they lie there, whatever type somebody gave them.
        let Some(bytes) = row.get_ref(1).ok().and_then(|value| value.as_bytes().ok()) else { return altered };
        let Ok(mac) = row.get::<_, [u8; 32]>(2) else { return altered };
        let Ok(envelope) = serde_json::from_slice::<Envelope>(bytes) else { return altered };
        if envelope.key != self.keys.at(number).id() && envelope.number == number {
            return Some(Fault::OtherKeys { number, needed: envelope.key });
        }
        if !is_authentic(self.keys, number, bytes, mac) {
            // Authentic at another place: it was moved.
            let was_moved = envelope.number != number && is_authentic(self.keys, envelope.number, bytes, mac);
            return if was_moved { Some(Fault::OutOfPlace { number }) } else { altered };
        }
        if envelope.number != number || envelope.previous != self.end.hash {
            return Some(Fault::OutOfPlace { number });
        }
        let end = LogEnd { number, hash: Digest::of(bytes) };
        let differs = |told: LogEnd| told.number == number && told.hash != end.hash;
        if self.head.is_some_and(differs) || self.keys.end_at(number).is_some_and(differs) {
            return Some(Fault::HeadDiffers { number });
        }
        self.take(&envelope, end);
        None
    }

    /// Counts a record that holds.
    fn take(&mut self, envelope: &Envelope, end: LogEnd) {
        self.end = end;
        let verdict = &mut self.verdict;
        verdict.records = end.number;
        verdict.head = end.hash;
        verdict.first.get_or_insert(envelope.moment);
        verdict.last = Some(envelope.moment);
        match verdict.keys.last_mut() {
            Some(span) if span.id == envelope.key => span.last = end.number,
            _ => verdict.keys.push(KeySpan { id: envelope.key.clone(), first: end.number, last: end.number }),
        }
    }

    /// What is wrong with a log all of whose rows hold.
    fn at_the_end(&self, head: Option<&Head>) -> Option<Fault> {
        let found = self.end.number;
        let retired = self.keys.last_retired().map_or(0, |retired| retired.end.number);
        match head {
            Some(Head::Altered) => return Some(Fault::HeadAltered),
            Some(Head::Missing) if found > 0 => return Some(Fault::NoHead),
            _ => {}
        }
        let told = self.head.map_or(0, |told| told.number).max(retired);
        (told > found).then_some(Fault::Truncated { found, told })
    }
}
