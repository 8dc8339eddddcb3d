//! The keys of a home: made on the first start from the randomness of the operating system, or given from outside.
//!
//! They lie in `keys/home.keys` (mode 0600, folder 0700), never in SQLite, backups or logs. `SKJERM_KEYS_FILE` names another
//! file (a mounted secret), `SKJERM_KEYS` holds the same lines itself. `key-id` beside the folder names the keys that the home
//! was made with: others, or none, are refused. A file has one line a key: `noise=…`, `register=…`,
//! `identity=…`, 64 hexadecimal digits each.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use accounts::token;
use text::Text;

use crate::Home;

/// Names another key file.
pub const FILE_VARIABLE: &str = "SKJERM_KEYS_FILE";
/// Holds the keys themselves.
pub const VALUE_VARIABLE: &str = "SKJERM_KEYS";

/// The secrets of a home. No `Debug`, no `Display`, no `Serialize`.
#[derive(Clone)]
pub struct KeyRing {
    filter: disclosure::Keys,
    identity: [u8; 32],
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The text is no key file; nothing of it is quoted.
    #[error("the keys have the wrong form: lines `noise=`, `register=`, `identity=` with 64 hexadecimal digits each")]
    WrongForm,
    /// Others can read the file.
    #[error("the key file {} can be read by others: its mode must be 0600", .0.display())]
    TooOpen(PathBuf),
    /// The home was made with keys that are gone or others; new ones would give every question fresh noise.
    #[error(
        "this home needs the keys with the id {needed}: put their file back as keys/home.keys, or name it in SKJERM_KEYS_FILE"
    )]
    NotOfHome {
        /// The id of the keys that the home was made with.
        needed: String,
    },
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
    /// The file cannot be read or made.
    #[error("the key file {} cannot be used", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl KeyError {
    /// What people read.
    pub fn text(&self) -> Text {
        let nb = match self {
            KeyError::WrongForm => {
                "nøklene har feil form: linjene `noise=`, `register=`, `identity=` med 64 heksadesimale sifre hver"
                    .to_owned()
            }
            KeyError::TooOpen(path) => {
                format!("nøkkelfilen {} kan leses av andre: den må ha modus 0600", path.display())
            }
            KeyError::NotOfHome { needed } => format!(
                "dette hjemmet trenger nøklene med id {needed}: legg filen tilbake som keys/home.keys, eller nevn den i SKJERM_KEYS_FILE"
            ),
            KeyError::NoRandomness => "operativsystemet gir ingen tilfeldige tall".to_owned(),
            KeyError::Io { path, .. } => format!("nøkkelfilen {} kan ikke brukes", path.display()),
        };
        Text::new(nb, self.to_string())
    }
}

impl KeyRing {
    /// The keys of the noise filter.
    pub fn filter(&self) -> disclosure::Keys {
        self.filter.clone()
    }

    /// The key of the map of raw identifiers, for ingestion only.
    pub fn identity(&self) -> &[u8; 32] {
        &self.identity
    }

    /// Names the keys without telling them: backups and restored homes say which they need.
    pub fn id(&self) -> String {
        self.filter.id()
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
    let written = path.with_extension(std::process::id().to_string());
    let put = fs::write(&written, id).and_then(|()| fs::rename(&written, &path));
    put.map_err(|source| KeyError::Io { path, source })
}

/// Keys that are there: from the environment, or from the home's file.
fn existing(home: &Home) -> Result<Option<KeyRing>, KeyError> {
    if let Some(text) = std::env::var_os(VALUE_VARIABLE) {
        return read(text.to_str().ok_or(KeyError::WrongForm)?).map(Some);
    }
    if let Some(path) = std::env::var_os(FILE_VARIABLE) {
        return read_file(Path::new(&path)).map(Some);
    }
    let path = own_file(home);
    if path.exists() { read_file(&path).map(Some) } else { Ok(None) }
}

fn own_file(home: &Home) -> PathBuf {
    home.keys().join("home.keys")
}

/// New keys in the home's file.
fn made(home: &Home) -> Result<KeyRing, KeyError> {
    let (path, text) = (own_file(home), fresh()?);
    match write(&home.keys(), &path, &text) {
        Ok(()) => read(&text),
        // Another process made them at the same moment: its keys are the home's.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read_file(&path),
        Err(source) => Err(KeyError::Io { path, source }),
    }
}

fn read_file(path: &Path) -> Result<KeyRing, KeyError> {
    let failed = |source| KeyError::Io { path: path.to_owned(), source };
    let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(KeyError::TooOpen(path.to_owned()));
    }
    read(&fs::read_to_string(path).map_err(failed)?)
}

fn read(text: &str) -> Result<KeyRing, KeyError> {
    let key = |name: &str| {
        let line = text.split_whitespace().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.and_then(bytes).ok_or(KeyError::WrongForm)
    };
    Ok(KeyRing { filter: disclosure::Keys::new(key("noise")?, key("register")?), identity: key("identity")? })
}

/// 32 bytes from 64 hexadecimal digits.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high * 16 + low).collect();
    if rest.is_empty() { bytes.try_into().ok() } else { None }
}

fn fresh() -> Result<String, KeyError> {
    let mut text = String::new();
    for name in ["noise", "register", "identity"] {
        let key = token::random_hex::<32>().map_err(|_| KeyError::NoRandomness)?;
        text.push_str(&format!("{name}={key}\n"));
    }
    Ok(text)
}

/// Writes the whole file under another name first, so that no process ever reads half of it.
fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let written = folder.join(format!("new-{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&written)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&written, path);
    fs::remove_file(&written)?;
    linked
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn home(name: &str) -> Home {
        let folder = std::env::temp_dir().join(format!("skjerm-keys-{name}-{}", std::process::id()));
        Home::open(&folder).unwrap()
    }

    #[test]
    fn keys_are_made_once_and_private() {
        let home = home("made");
        let first = open(&home).unwrap();
        let path = home.keys().join("home.keys");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(open(&home).unwrap().id(), first.id());
        assert_eq!(fs::read_dir(home.keys()).unwrap().count(), 1);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(open(&home), Err(KeyError::TooOpen(_))));
        fs::remove_dir_all(home.folder()).unwrap();
    }

    #[test]
    fn a_home_takes_no_other_keys_than_its_own() {
        let home = home("own");
        let first = open(&home).unwrap();
        assert_eq!(open(&home).unwrap().id(), first.id());
        let path = home.keys().join("home.keys");
        fs::remove_file(&path).unwrap();
        let lost = open(&home).err().unwrap();
        assert!(matches!(&lost, KeyError::NotOfHome { needed } if *needed == first.id()));
        assert!(lost.text().en.contains(&first.id()) && !path.exists());
        fs::remove_file(home.folder().join("key-id")).unwrap();
        let other = open(&home).unwrap().id();
        fs::write(home.folder().join("key-id"), first.id()).unwrap();
        assert!(other != first.id() && matches!(open(&home), Err(KeyError::NotOfHome { .. })));
        fs::remove_dir_all(home.folder()).unwrap();
    }

    #[test]
    fn broken_keys_are_refused_and_never_replaced() {
        let home = home("broken");
        open(&home).unwrap();
        let path = home.keys().join("home.keys");
        fs::write(&path, "noise=12\nregister=34\nidentity=56\n").unwrap();
        assert!(matches!(open(&home), Err(KeyError::WrongForm)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "noise=12\nregister=34\nidentity=56\n");
        fs::remove_dir_all(home.folder()).unwrap();
    }
}
