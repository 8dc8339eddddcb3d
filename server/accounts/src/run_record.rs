//! Who ran a script and when: the place that the hash-chained audit log takes over.

use rusqlite::params;
use serde::Serialize;

use crate::{Accounts, Moment, Result};

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
    /// Writes a run down before it starts. Only the hash of the script is kept.
    pub fn record_run(&self, run: &str, account: &str, script: &str, now: Moment) -> Result<()> {
        let hash = *blake3::hash(script.as_bytes()).as_bytes();
        let sql = "INSERT INTO run_record (run, account, script_hash, started) VALUES (?1, ?2, ?3, ?4)";
        self.connection()?.execute(sql, params![run, account, hash, now.0])?;
        Ok(())
    }

    /// The newest records, newest first.
    pub fn run_records(&self, most: u32) -> Result<Vec<RunRecord>> {
        let connection = self.connection()?;
        let sql = "SELECT run, account, script_hash, started FROM run_record ORDER BY id DESC LIMIT ?1";
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([most], |row| {
            let hash: [u8; 32] = row.get(2)?;
            Ok(RunRecord {
                run: row.get(0)?,
                account: row.get(1)?,
                script_hash: blake3::Hash::from(hash).to_hex().to_string(),
                started: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn records_hold_the_hash_and_not_the_script() {
        let accounts = Accounts::in_memory().unwrap();
        accounts.record_run("r1", "a@x.no", "tabulate kjønn", Moment(7)).unwrap();
        accounts.record_run("r2", "operator", "tabulate kjønn", Moment(8)).unwrap();
        let records = accounts.run_records(10).unwrap();
        assert_eq!(records.iter().map(|record| record.run.as_str()).collect::<Vec<_>>(), ["r2", "r1"]);
        let expected = blake3::hash("tabulate kjønn".as_bytes()).to_hex().to_string();
        assert_eq!(records[0].script_hash, expected);
    }
}
