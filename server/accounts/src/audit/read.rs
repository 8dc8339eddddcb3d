//! Reading the log: pages of records, newest first. Nothing is checked here; verifying does.

use rusqlite::{Row, params};
use serde::Serialize;

use super::{Act, Digest, Record};
use crate::{Accounts, AccountsError, Result};

/// A record with its hash, which the next one holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: Record,
    /// BLAKE3 of its bytes.
    pub hash: Digest,
}

/// One run, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRecord {
    /// The run's random identifier.
    pub run: String,
    /// The user's e-mail address, or `operator`.
    pub account: String,
    /// BLAKE3 of the script, hexadecimal.
    pub script_hash: String,
    /// When it was asked for, in seconds since 1970.
    pub started: i64,
}

impl Accounts {
    /// The newest runs, newest first.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn run_records(&self, most: u32) -> Result<Vec<RunRecord>> {
        let sql = "SELECT number, record FROM audit WHERE kind = 'run-began' ORDER BY number DESC LIMIT ?1";
        let entries = self.entries(sql, params![most])?;
        let runs = entries.into_iter().filter_map(|Entry { record, .. }| match record.act {
            Act::RunBegan { run, script, .. } => Some(RunRecord {
                run,
                account: record.account,
                script_hash: script.to_string(),
                started: record.moment,
            }),
            _ => None,
        });
        Ok(runs.collect())
    }

    /// The newest records below a number, or of all, newest first.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn audit_page(&self, below: Option<i64>, most: u32) -> Result<Vec<Entry>> {
        let sql = "SELECT number, record FROM audit WHERE number < ?1 ORDER BY number DESC LIMIT ?2";
        self.entries(sql, params![below.unwrap_or(i64::MAX), most])
    }

    fn entries(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Entry>> {
        let texts: Vec<(i64, String)> = {
            let connection = self.connection()?;
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map(values, |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let entry = |(number, text): (i64, String)| {
            let record = serde_json::from_str(&text).map_err(|_| AccountsError::UnreadableRecord(number))?;
            Ok(Entry { record, hash: Digest::of(text.as_bytes()) })
        };
        texts.into_iter().map(entry).collect()
    }
}
