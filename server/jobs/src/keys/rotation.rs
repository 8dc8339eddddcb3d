//! A new noise key, after somebody may have learnt the old one.
//!
//! Only then: with a new key every question gets one new draw, so whoever kept the old answers has two to average over. The keys
//! `register` and `identity` stay for ever: record keys, which the first one makes, are the same over all versions of the
//! data, and the identity map is under the second. The old noise key stays in the file as `retired`, with the day and with where
//! the audit log ended, so that the log before is verified with it.

use accounts::audit::{AuditKeys, Stamp};
use accounts::{Accounts, Moment};
use variables::Day;

use super::{KeyError, KeyRing, VALUE_VARIABLE, file, open, place};
use crate::{Home, HomeLock};

/// Replaces the noise key of a home that nobody serves or runs scripts on, and writes it into the audit log.
///
/// The key file comes first, whole; then the log and `key-id` follow. Where that is interrupted, the next opening of keys and log
/// finds the new key and finishes.
///
/// # Errors
/// If the keys cannot be kept, or the log not be written.
pub fn rotate(home: &Home, _alone: &HomeLock, accounts: &Accounts, now: Moment) -> Result<KeyRing, KeyError> {
    if std::env::var_os(VALUE_VARIABLE).is_some() {
        return Err(KeyError::FromOutside(VALUE_VARIABLE));
    }
    let (old, path) = (open(home)?, place(home));
    let changed = accounts.change_keys(Stamp::operator(now), |end| -> Result<AuditKeys, KeyError> {
        let keys = KeyRing { secrets: old.secrets.rotated(day(now), end)? };
        let put = file::replace(&path, &keys.secrets.text(), file::Mode::Private);
        put.map_err(|source| KeyError::Io { path: path.clone(), source })?;
        Ok(keys.audit())
    });
    changed.map_err(KeyError::Accounts)??;
    // Finds the new key under the old id, and lets the id follow.
    open(home)
}

fn day(now: Moment) -> Day {
    Day(i32::try_from(now.0.div_euclid(86_400)).unwrap_or_default())
}
