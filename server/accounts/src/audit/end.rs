//! The end of a log as the records, the head and the keys agree on it: looked at before every record is added.

use rusqlite::{Connection, OptionalExtension as _};

use super::head::{Head, HeadFile};
use super::record::{Envelope, is_authentic};
use super::{AuditKeys, Digest, Fault, LogEnd};
use crate::{AccountsError, Result};

/// The last record, or why nothing may follow it. A log whose end does not fit its head is left as it is: a further record would
/// hide that something is gone.
pub(super) fn end(connection: &Connection, keys: &AuditKeys, head: Option<&HeadFile>) -> Result<LogEnd> {
    let last = last(connection, keys)?;
    let at = |number| hash_at(connection, number, last);
    if let Some(retired) = keys.last_retired() {
        reaches(last, retired.end, at)?;
    }
    match head.map(|head| head.read(keys)).transpose().map_err(AccountsError::AuditHead)? {
        None => {}
        Some(Head::Missing) if last.number == 0 => {}
        Some(Head::Missing) => return Err(Fault::NoHead.into()),
        Some(Head::Altered) => return Err(Fault::HeadAltered.into()),
        Some(Head::At(told)) => reaches(last, told, at)?,
    }
    Ok(last)
}

/// The last record, if it is authentic.
fn last(connection: &Connection, keys: &AuditKeys) -> Result<LogEnd> {
    let sql = "SELECT number, record, mac FROM audit ORDER BY number DESC LIMIT 1";
    let found =
        connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))).optional()?;
    let Some((number, text, mac)) = found else { return Ok(LogEnd::EMPTY) };
    let envelope: Envelope = serde_json::from_str(&text).map_err(|_| Fault::Altered { number })?;
    if envelope.key != keys.at(number).id() {
        return Err(Fault::OtherKeys { number, needed: envelope.key }.into());
    }
    if !is_authentic(keys, number, text.as_bytes(), mac) {
        return Err(Fault::Altered { number }.into());
    }
    Ok(LogEnd { number, hash: Digest::of(text.as_bytes()) })
}

/// Whether a log that ends at `last` has the record that was the last at another time.
fn reaches(last: LogEnd, told: LogEnd, at: impl Fn(i64) -> Result<Option<Digest>>) -> Result<()> {
    if told.number > last.number {
        return Err(Fault::Truncated { found: last.number, told: told.number }.into());
    }
    match at(told.number)? {
        Some(hash) if hash == told.hash => Ok(()),
        Some(_) => Err(Fault::HeadDiffers { number: told.number }.into()),
        None => Err(Fault::Missing { number: told.number }.into()),
    }
}

/// The hash of a record.
fn hash_at(connection: &Connection, number: i64, last: LogEnd) -> Result<Option<Digest>> {
    match number {
        0 => Ok(Some(Digest::NONE)),
        number if number == last.number => Ok(Some(last.hash)),
        number => {
            let sql = "SELECT record FROM audit WHERE number = ?1";
            let text: Option<String> = connection.query_row(sql, [number], |row| row.get(0)).optional()?;
            Ok(text.map(|text| Digest::of(text.as_bytes())))
        }
    }
}
