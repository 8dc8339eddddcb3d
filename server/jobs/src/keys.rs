//! The keys of a home: made on the first start from the randomness of the operating system, or given from outside.
//!
//! They lie in `keys/home.keys` (mode 0600, folder 0700), never in SQLite, backups or logs. `SKJERM_KEYS_FILE` names another
//! file (a mounted secret), `SKJERM_KEYS` holds the same lines itself. `key-id` beside the folder names the keys that the home
//! was made with: others, or none, are refused. A file has one line a key: `noise=…`, `register=…`, `identity=…`, 64 hexadecimal
//! digits each, and one `retired=…` for each noise key before ([`rotation`]).
//!
//! Taken elsewhere they are encrypted ([`portable`]).

mod error;
mod file;
pub mod portable;
pub mod rotation;
mod secrets;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use accounts::audit::{AuditKey, AuditKeys, RetiredKey};

pub use error::KeyError;
use secrets::Secrets;

use crate::Home;

/// Names another key file.
pub const FILE_VARIABLE: &str = "SKJERM_KEYS_FILE";
/// Holds the keys themselves.
pub const VALUE_VARIABLE: &str = "SKJERM_KEYS";

/// What the audit log's key is derived for: nobody gets from it to the noise key, nor to a MAC from a draw.
const AUDIT_CONTEXT: &str = "skjerm 2026-11-26 authentication of the audit log";

/// What the key of the watch's file is derived for. From the key of records, which no rotation replaces.
const WATCH_CONTEXT: &str = "skjerm 2026-11-27 sealing of the watch file";

/// The secrets of a home. No `Debug`, no `Display`, no `Serialize`.
#[derive(Clone)]
pub struct KeyRing {
    secrets: Secrets,
}

impl KeyRing {
    /// The keys of the noise filter.
    pub fn filter(&self) -> disclosure::Keys {
        self.secrets.filter(&self.secrets.noise)
    }

    /// The key of the map of raw identifiers, for ingestion only.
    pub fn identity(&self) -> &[u8; 32] {
        &self.secrets.identity
    }

    /// Names the keys without telling them: backups and restored homes say which they need.
    pub fn id(&self) -> String {
        self.filter().id()
    }

    /// The keys that authenticate the audit log, one derived from each noise key.
    pub fn audit(&self) -> AuditKeys {
        let of =
            |noise: &[u8; 32]| AuditKey::new(self.secrets.filter(noise).id(), blake3::derive_key(AUDIT_CONTEXT, noise));
        let retired = self.secrets.retired.iter();
        let retired = retired.map(|retired| RetiredKey { key: of(&retired.noise), end: retired.end }).collect();
        AuditKeys::new(of(&self.secrets.noise), retired)
    }

    /// The key that seals what the meter knows.
    pub fn watch(&self) -> [u8; 32] {
        blake3::derive_key(WATCH_CONTEXT, &self.secrets.register)
    }

    /// Whether a home that was made with the keys of an id can go on with these: they are the same, or those were replaced by them.
    fn succeeds(&self, id: &str) -> bool {
        let mut noises = self.secrets.retired.iter().map(|retired| &retired.noise).chain([&self.secrets.noise]);
        noises.any(|noise| self.secrets.filter(noise).id() == id)
    }
}

/// The keys of a home: from the environment, from its file, or, for a home that never had any, new ones.
///
/// # Errors
/// [`KeyError`]; keys that cannot be read, are gone or belong to another home are never replaced.
pub fn open(home: &Home) -> Result<KeyRing, KeyError> {
    let (needed, there) = (needed(home)?, existing(home)?);
    match (needed, there) {
        (Some(needed), Some(keys)) if needed == keys.id() => Ok(keys),
        // A rotation that was interrupted: the keys are in their place, the id is not.
        (Some(needed), Some(keys)) if keys.succeeds(&needed) => {
            remember(home, &keys.id())?;
            Ok(keys)
        }
        (Some(needed), _) => Err(KeyError::NotOfHome { needed }),
        (None, there) => {
            let keys = there.map_or_else(|| made(home), Ok)?;
            remember(home, &keys.id())?;
            Ok(keys)
        }
    }
}

/// Where the id of the home's keys lies, outside the keys' folder.
fn id_file(home: &Home) -> PathBuf {
    home.folder().join("key-id")
}

/// The id of the keys that the home was made with; `None` before it has any.
fn needed(home: &Home) -> Result<Option<String>, KeyError> {
    let path = id_file(home);
    match fs::read_to_string(&path) {
        Ok(id) => Ok(Some(id.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(KeyError::Io { path, source }),
    }
}

/// Writes the id whole, so that nobody reads half of it.
fn remember(home: &Home, id: &str) -> Result<(), KeyError> {
    let path = id_file(home);
    file::replace(&path, id, file::Mode::Readable).map_err(|source| KeyError::Io { path, source })
}

/// Keys that are there: from the environment, or from the home's file.
fn existing(home: &Home) -> Result<Option<KeyRing>, KeyError> {
    if let Some(text) = std::env::var_os(VALUE_VARIABLE) {
        return read(text.to_str().ok_or(KeyError::WrongForm)?).map(Some);
    }
    let path = place(home);
    if path.exists() || std::env::var_os(FILE_VARIABLE).is_some() { read_file(&path).map(Some) } else { Ok(None) }
}

/// The file that the keys are in, unless the environment holds them itself.
fn place(home: &Home) -> PathBuf {
    std::env::var_os(FILE_VARIABLE).map_or_else(|| own_file(home), PathBuf::from)
}

fn own_file(home: &Home) -> PathBuf {
    home.keys().join("home.keys")
}

/// New keys in the home's file.
fn made(home: &Home) -> Result<KeyRing, KeyError> {
    let (path, keys) = (own_file(home), KeyRing { secrets: Secrets::fresh()? });
    let put = file::private_folder(&home.keys()).and_then(|()| file::create(&path, &keys.secrets.text()));
    match put {
        Ok(()) => Ok(keys),
        // Another process made them at the same moment: its keys are the home's.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read_file(&path),
        Err(source) => Err(KeyError::Io { path, source }),
    }
}

fn read_file(path: &Path) -> Result<KeyRing, KeyError> {
    let failed = |source| KeyError::Io { path: path.to_owned(), source };
    if !file::is_private(path).map_err(failed)? {
        return Err(KeyError::TooOpen(path.to_owned()));
    }
    read(&fs::read_to_string(path).map_err(failed)?)
}

fn read(text: &str) -> Result<KeyRing, KeyError> {
    Secrets::read(text).map(|secrets| KeyRing { secrets }).ok_or(KeyError::WrongForm)
}

#[cfg(test)]
mod tests;
