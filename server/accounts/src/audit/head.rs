//! `audit.head`: how many records there are and the hash of the last, authenticated, in a file of its own beside the records.
//!
//! Two slots of 512 bytes take turns and are overwritten in place: a write that is torn leaves the slot of the record before.
//! The head is written after the record is durable, so it is never ahead of the log; it may lag behind after a crash, for every
//! record is authenticated by itself.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::keys::Subject;
use super::{AuditKeys, Digest, LogEnd};

/// Bytes of a slot: what disks write whole.
const SLOT: usize = 512;
const MAGIC: &str = "skjerm-audit-head-1";

/// The file.
#[derive(Clone)]
pub(super) struct HeadFile(PathBuf);

/// What the file says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// There is none yet, or one that was only begun.
    Missing,
    /// Neither slot is authentic.
    Altered,
    /// The newest authentic slot.
    At(LogEnd),
}

impl HeadFile {
    /// The head of the log in an accounts file.
    pub(super) fn beside(accounts: &Path) -> HeadFile {
        HeadFile(accounts.with_file_name("audit.head"))
    }

    /// Reads it.
    pub(super) fn read(&self, keys: &AuditKeys) -> io::Result<Head> {
        let mut bytes = Vec::new();
        match File::open(&self.0) {
            Ok(file) => file.take(2 * SLOT as u64).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Head::Missing),
            Err(error) => return Err(error),
        };
        if bytes.len() < SLOT || bytes.iter().all(|byte| *byte == 0) {
            return Ok(Head::Missing);
        }
        let newest = bytes.chunks(SLOT).filter_map(|slot| read_slot(slot, keys)).max_by_key(|end| end.number);
        Ok(newest.map_or(Head::Altered, Head::At))
    }

    /// Writes the log's end into the slot of its number.
    pub(super) fn write(&self, keys: &AuditKeys, end: LogEnd) -> io::Result<()> {
        self.put(keys, end).map(drop)
    }

    /// The same, durably: before the first record.
    pub(super) fn write_durably(&self, keys: &AuditKeys, end: LogEnd) -> io::Result<()> {
        self.put(keys, end)?.sync_all()?;
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }

    fn put(&self, keys: &AuditKeys, end: LogEnd) -> io::Result<File> {
        let told = told(end);
        let mac = keys.at(end.number).mac(Subject::Head, told.as_bytes()).to_hex();
        let mut slot = format!("{told} {mac}").into_bytes();
        slot.resize(SLOT - 1, b' ');
        slot.push(b'\n');
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&self.0)?;
        file.write_all_at(&slot, if end.number % 2 == 0 { 0 } else { SLOT as u64 })?;
        Ok(file)
    }
}

/// What is authenticated.
fn told(end: LogEnd) -> String {
    format!("{MAGIC} {} {}", end.number, end.hash)
}

fn read_slot(slot: &[u8], keys: &AuditKeys) -> Option<LogEnd> {
    let mut words = std::str::from_utf8(slot).ok()?.split_ascii_whitespace();
    if words.next()? != MAGIC {
        return None;
    }
    let end = LogEnd { number: words.next()?.parse().ok()?, hash: Digest::read(words.next()?)? };
    let mac = Digest::read(words.next()?)?;
    let made = keys.at(end.number).mac(Subject::Head, told(end).as_bytes());
    (made == blake3::Hash::from(mac.0) && words.next().is_none()).then_some(end)
}
