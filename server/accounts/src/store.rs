//! The accounts file: opening it and bringing it up to date.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::audit::{AuditKey, AuditKeys, Log};
use crate::throttle::Throttle;
use crate::{AccountsError, Moment, Result, password};

/// Migrations in order; number n has index n − 1.
const MIGRATIONS: [&str; 4] = [
    include_str!("../../migrations/0001_accounts.sql"),
    include_str!("../../migrations/0002_scripts.sql"),
    include_str!("../../migrations/0003_audit.sql"),
    include_str!("../../migrations/0004_review.sql"),
];

/// Institutions, users, sessions and the audit log of one home. `Send + Sync`; calls block, some for tens of milliseconds.
pub struct Accounts {
    connection: Mutex<Connection>,
    /// Where the file lies; `None`: in memory.
    pub(crate) path: Option<PathBuf>,
    pub(crate) log: Log,
    /// A hash of nobody's password, checked where there is no account, so that both take the same time.
    pub(crate) nobody: String,
    pub(crate) throttle: Throttle,
}

impl Accounts {
    /// Opens the file and creates it, readable by its owner only, if there is none.
    ///
    /// # Errors
    /// If the file cannot be used, or its audit log is not as it was left or written with other keys.
    pub fn open(path: &Path, keys: AuditKeys, now: Moment) -> Result<Accounts> {
        // SQLite gives the files beside it the same mode. Where this fails, opening does too, and says why.
        let _ = OpenOptions::new().create(true).append(true).mode(0o600).open(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        Accounts::with(connection, Log::beside(path, keys), Some(path.to_owned()), now)
    }

    /// Accounts that live as long as the value: for tests.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn in_memory() -> Result<Accounts> {
        let keys = AuditKeys::new(AuditKey::new("memory".to_owned(), [0; 32]), Vec::new());
        Accounts::with(Connection::open_in_memory()?, Log::in_memory(keys), None, Moment(0))
    }

    fn with(mut connection: Connection, log: Log, path: Option<PathBuf>, now: Moment) -> Result<Accounts> {
        // WAL lets the command line write while a server reads; a short wait settles the rest.
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A record of the audit log is on the disk before what it tells of goes on.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        log.begin(&mut connection, now)?;
        Ok(Accounts {
            connection: Mutex::new(connection),
            path,
            log,
            nobody: password::hash("nobody's password")?,
            throttle: Throttle::default(),
        })
    }

    pub(crate) fn connection(&self) -> Result<MutexGuard<'_, Connection>> {
        self.connection.lock().map_err(|_| AccountsError::Poisoned)
    }
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(AccountsError::NewerFile { found, known });
    }
    let done = usize::try_from(found).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// Whether an error is a broken uniqueness rule.
pub(crate) fn is_duplicate(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.code == rusqlite::ErrorCode::ConstraintViolation)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_file_opens_again_and_a_newer_one_is_refused() {
        let folder = std::env::temp_dir().join(format!("skjerm-accounts-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("accounts.sqlite");
        let open =
            || Accounts::open(&path, AuditKeys::new(AuditKey::new("k".to_owned(), [1; 32]), Vec::new()), Moment(0));
        drop(open().unwrap());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = open().unwrap();
        again.connection().unwrap().pragma_update(None, "user_version", 99).unwrap();
        drop(again);
        assert!(matches!(open(), Err(AccountsError::NewerFile { found: 99, .. })));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
