//! The home folder: where everything of one installation lies, and the lock that says who uses it.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use text::{Text, t};

/// A home folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    folder: PathBuf,
}

/// Proof that this process alone runs scripts on the home; dropped, it lets go.
#[derive(Debug)]
pub struct HomeLock {
    _file: File,
}

/// Why the lock was not given.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it: a server, or another `skjerm run`.
    #[error("another process uses this home")]
    InUse,
    /// The lock file cannot be used.
    #[error("the home's lock file cannot be used")]
    Io(#[from] io::Error),
}

impl LockError {
    /// What people read.
    pub fn text(&self) -> Text {
        match self {
            LockError::InUse => t("en annen prosess bruker dette hjemmet", "another process uses this home"),
            LockError::Io(_) => t("hjemmets låsefil kan ikke brukes", "the home's lock file cannot be used"),
        }
    }
}

impl Home {
    /// Opens a home and makes an empty one, readable by its owner only, if there is none.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(folder: &Path) -> io::Result<Home> {
        if !folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        Ok(Home { folder: folder.to_owned() })
    }

    /// A home that must be there already.
    pub fn existing(folder: &Path) -> Option<Home> {
        let home = Home { folder: folder.to_owned() };
        (folder.join("registry.sqlite").exists() || home.accounts().exists()).then_some(home)
    }

    /// The folder itself, which `registry` lays out.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of institutions, users and sessions.
    pub fn accounts(&self) -> PathBuf {
        self.folder.join("accounts.sqlite")
    }

    /// The file of what accounts have used, and of the meter.
    pub fn watch(&self) -> PathBuf {
        self.folder.join("watch.sqlite")
    }

    /// The folder of the keys.
    pub fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// Where a server listens for `skjerm run`.
    pub fn socket(&self) -> PathBuf {
        self.folder.join("skjerm.sock")
    }

    /// Takes the lock, without waiting.
    ///
    /// # Errors
    /// [`LockError::InUse`] if another process holds it.
    pub fn lock(&self) -> Result<HomeLock, LockError> {
        let path = self.folder.join("skjerm.lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(HomeLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_home_is_made_private_and_locked_once() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = std::env::temp_dir().join(format!("skjerm-home-{}", std::process::id()));
        let home = Home::open(&folder).unwrap();
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        let lock = home.lock().unwrap();
        assert!(matches!(home.lock(), Err(LockError::InUse)));
        drop(lock);
        assert!(home.lock().is_ok());
        assert_eq!(Home::existing(&folder), None);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
