//! Where `watch.sqlite` lies, and whether it is the one that the audit log names: what is lost is never silently empty.

use std::fs;
use std::path::PathBuf;

use accounts::audit::Stamp;
use accounts::{Accounts, Moment};

use super::WatchError;
use super::store::Store;
use crate::keys::KeyRing;
use crate::{Home, HomeLock};

/// Opens the home's file, or begins one for a home that never had any.
pub fn open(home: &Home, key: &[u8; 32], accounts: &Accounts, now: Moment) -> Result<Store, WatchError> {
    let (path, named) = (home.watch(), accounts.watch_begun()?);
    let store = match &named {
        None if !path.exists() => Store::create(&path, key)?,
        Some(_) if !path.exists() => return Err(WatchError::Gone),
        _ => Store::open(&path, key)?,
    };
    match named {
        // New, or made by a process that ended before it could say so.
        None => accounts.begin_watch(store.id(), None, Stamp::operator(now))?,
        Some(id) if id == store.id() => {}
        Some(_) => return Err(WatchError::Other),
    }
    Ok(store)
}

/// Opens the home's file for reading beside a server; `None`: the home never had one.
pub fn look(home: &Home, key: &[u8; 32], accounts: &Accounts) -> Result<Option<Store>, WatchError> {
    match (home.watch().exists(), accounts.watch_begun()?) {
        (false, None) => Ok(None),
        (false, Some(_)) => Err(WatchError::Gone),
        (true, _) => Store::open(&home.watch(), key).map(Some),
    }
}

/// Begins a new, empty file in the place of one that is lost or cannot be read, and writes it into the audit log with its reason. What
/// is there is moved aside, not deleted; answers where to.
///
/// # Errors
/// If there is no reason, or files or log cannot be written.
pub fn restart(
    home: &Home,
    _alone: &HomeLock,
    keys: &KeyRing,
    accounts: &Accounts,
    reason: &str,
    now: Moment,
) -> Result<Option<PathBuf>, WatchError> {
    accounts::review::check_reason(reason)?;
    let path = home.watch();
    let aside = path.with_file_name(format!("watch.sqlite.{}", now.0));
    let was_there = path.exists();
    if was_there {
        fs::rename(&path, &aside)?;
    }
    for side in ["watch.sqlite-wal", "watch.sqlite-shm"] {
        // What SQLite had beside it belongs to it; mostly there is nothing.
        _ = fs::rename(path.with_file_name(side), path.with_file_name(format!("{side}.{}", now.0)));
    }
    let store = Store::create(&path, &keys.watch())?;
    accounts.begin_watch(store.id(), Some(reason), Stamp::operator(now))?;
    Ok(was_there.then_some(aside))
}
