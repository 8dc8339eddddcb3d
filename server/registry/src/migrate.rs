//! Brings a metadata store to the present form: numbered SQL files, run once each, in order.

use rusqlite::Connection;

use crate::error::{Doing as _, RegistryError, Result};

/// Every migration, oldest first; a file that has been released is never edited.
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/0001_registry.sql")];

/// Runs what is missing, in one transaction. A store from a newer program is refused.
pub(crate) fn migrate(store: &mut Connection) -> Result<()> {
    let doing = "migrating the registry";
    let transaction = store.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).doing(doing)?;
    let done: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0)).doing(doing)?;
    let done = done as usize;
    if done > MIGRATIONS.len() {
        return Err(RegistryError::Damaged("the registry was written by a newer program"));
    }
    for (number, sql) in MIGRATIONS.iter().enumerate().skip(done) {
        transaction.execute_batch(sql).doing(doing)?;
        transaction.pragma_update(None, "user_version", number as i64 + 1).doing(doing)?;
    }
    transaction.commit().doing(doing)
}
