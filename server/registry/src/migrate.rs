//! Brings a metadata store to the present form: numbered SQL files, run once each, in order.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Doing as _, RegistryError, Result};

/// Every migration, oldest first; a file that has been released is never edited.
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/0001_registry.sql")];

/// Runs what is missing, in one transaction. A store from a newer program is refused.
pub(crate) fn migrate(store: &mut Connection) -> Result<()> {
    let doing = "migrating the registry";
    let transaction = begin(store, doing)?;
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

/// Begins a change that nobody else can begin at the same time; `doing` names it in an error.
pub(crate) fn begin<'a>(store: &'a mut Connection, doing: &'static str) -> Result<Transaction<'a>> {
    store.transaction_with_behavior(TransactionBehavior::Immediate).doing(doing)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_store_is_brought_forward_once_and_a_newer_one_is_refused() {
        let mut store = Connection::open_in_memory().unwrap();
        migrate(&mut store).unwrap();
        migrate(&mut store).unwrap();
        let version: i64 = store.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, MIGRATIONS.len() as i64);
        store.pragma_update(None, "user_version", version + 1).unwrap();
        assert!(matches!(migrate(&mut store), Err(RegistryError::Damaged(_))));
    }
}
