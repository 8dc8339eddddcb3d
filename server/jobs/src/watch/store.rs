//! `watch.sqlite`: what is booked and what the meters know, all of it sealed with a key of the home, because sketches come from unit
//! data. Entries are only added, and go when their window is over; a meter takes the place of what it was before.

use std::fs::OpenOptions;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use accounts::{Moment, token};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use rusqlite::{Connection, OpenFlags, params};

use super::WatchError;
use super::bytes::{Reader, Writer};

const NONCE: usize = 24;
const FORM: i64 = 1;
const TABLES: &str = "CREATE TABLE watch (id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE entry (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, moment INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
    CREATE INDEX entry_moment ON entry (kind, moment);
    CREATE TABLE meter (tag BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    PRAGMA user_version = 1;";

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a statement released: for quotas, a day.
    Booking,
    /// What was added to an odometer: its window.
    Levels,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Booking => "booking",
            Kind::Levels => "levels",
        }
    }
}

/// What was shown to an account's meter, as it is kept.
pub struct Kept {
    /// The account.
    pub account: String,
    /// The meter.
    pub meter: Vec<u8>,
}

/// An opened file.
pub struct Store {
    connection: Connection,
    cipher: XChaCha20Poly1305,
    key: [u8; 32],
    id: String,
}

impl Store {
    /// Makes a new file where there is none.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(path: &Path, key: &[u8; 32]) -> Result<Store, WatchError> {
        OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
        Store::begin(Connection::open_with_flags(path, flags())?, key)
    }

    /// One that lives as long as the value.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn in_memory(key: &[u8; 32]) -> Result<Store, WatchError> {
        Store::begin(Connection::open_in_memory()?, key)
    }

    fn begin(connection: Connection, key: &[u8; 32]) -> Result<Store, WatchError> {
        let id = token::random_id().map_err(|_| WatchError::NoRandomness)?;
        let store = Store { connection, cipher: cipher(key), key: *key, id };
        store.set_up()?;
        store.connection.execute_batch(&format!("BEGIN; {TABLES}"))?;
        let sealed = store.seal("watch", Moment(0), &[])?;
        store.connection.execute("INSERT INTO watch (id, sealed) VALUES (?1, ?2)", params![store.id, sealed])?;
        store.connection.execute_batch("COMMIT")?;
        Ok(store)
    }

    /// Opens a file that is there.
    ///
    /// # Errors
    /// If it cannot be read with this key.
    pub fn open(path: &Path, key: &[u8; 32]) -> Result<Store, WatchError> {
        if path.metadata()?.permissions().mode() & 0o077 != 0 {
            return Err(WatchError::TooOpen);
        }
        let connection = Connection::open_with_flags(path, flags())?;
        let form: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if form != FORM {
            return Err(WatchError::Unreadable);
        }
        let sql = "SELECT id, sealed FROM watch";
        let (id, sealed): (String, Vec<u8>) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let store = Store { connection, cipher: cipher(key), key: *key, id };
        store.set_up()?;
        store.unseal("watch", Moment(0), &sealed).ok_or(WatchError::Unreadable)?;
        Ok(store)
    }

    fn set_up(&self) -> Result<(), WatchError> {
        self.connection.busy_timeout(Duration::from_secs(5))?;
        // The command line lists accounts while a server writes.
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        Ok(())
    }

    /// The file's random identifier, which the audit log names.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Adds entries of a moment, and puts a meter in its place, all or nothing.
    ///
    /// # Errors
    /// If they are not written.
    pub fn add(&self, moment: Moment, entries: &[(Kind, Vec<u8>)], meter: Option<&Kept>) -> Result<(), WatchError> {
        let transaction = self.connection.unchecked_transaction()?;
        if let Some(Kept { account, meter }) = meter {
            let mut plain = Writer::default();
            plain.block(account.as_bytes());
            plain.block(meter);
            // Whose it is stands inside; the tag only tells accounts apart.
            let tag = blake3::keyed_hash(&self.key, account.as_bytes());
            let sealed = self.seal("meter", Moment(0), &plain.done())?;
            let sql = "INSERT OR REPLACE INTO meter (tag, sealed) VALUES (?1, ?2)";
            transaction.execute(sql, params![tag.as_bytes(), sealed])?;
        }
        for (kind, plain) in entries {
            let sealed = self.seal(kind.name(), moment, plain)?;
            let sql = "INSERT INTO entry (kind, moment, sealed) VALUES (?1, ?2, ?3)";
            transaction.execute(sql, params![kind.name(), moment.0, sealed])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The entries of a kind from a moment on, in the order in which they were added.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn each(
        &self,
        kind: Kind,
        from: Moment,
        mut found: impl FnMut(Moment, &[u8]) -> Option<()>,
    ) -> Result<(), WatchError> {
        let sql = "SELECT moment, sealed FROM entry WHERE kind = ?1 AND moment >= ?2 ORDER BY number";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query(params![kind.name(), from.0])?;
        while let Some(row) = rows.next()? {
            let (moment, sealed): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let plain = self.unseal(kind.name(), Moment(moment), &sealed);
            plain.and_then(|plain| found(Moment(moment), &plain)).ok_or(WatchError::Unreadable)?;
        }
        Ok(())
    }

    /// All meters.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn meters(&self) -> Result<Vec<Kept>, WatchError> {
        let mut statement = self.connection.prepare("SELECT sealed FROM meter")?;
        let sealed: Vec<Vec<u8>> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let kept = |sealed: &Vec<u8>| {
            let plain = self.unseal("meter", Moment(0), sealed)?;
            let mut from = Reader::new(&plain);
            Some(Kept { account: from.text()?, meter: from.block()?.to_owned() })
        };
        sealed.iter().map(kept).collect::<Option<_>>().ok_or(WatchError::Unreadable)
    }

    /// Takes out the entries of a kind before a moment.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn forget(&self, kind: Kind, before: Moment) -> Result<(), WatchError> {
        self.connection.execute("DELETE FROM entry WHERE kind = ?1 AND moment < ?2", params![kind.name(), before.0])?;
        Ok(())
    }

    /// Brings everything into the one file, so that it is whole when the process ends.
    ///
    /// # Errors
    /// If the file cannot be written; while somebody reads, it is done another time.
    pub fn gather(&self) -> Result<(), WatchError> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    fn seal(&self, kind: &str, moment: Moment, plain: &[u8]) -> Result<Vec<u8>, WatchError> {
        let nonce: [u8; NONCE] = token::random_bytes().map_err(|_| WatchError::NoRandomness)?;
        let aad = self.bound_to(kind, moment);
        let payload = Payload { msg: plain, aad: aad.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| WatchError::Unreadable)?;
        Ok([&nonce[..], &sealed].concat())
    }

    fn unseal(&self, kind: &str, moment: Moment, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let aad = self.bound_to(kind, moment);
        self.cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: aad.as_bytes() }).ok()
    }

    /// An entry is of its file, kind and moment, and of no other.
    fn bound_to(&self, kind: &str, moment: Moment) -> String {
        format!("{}/{kind}/{}", self.id, moment.0)
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn entries(store: &Store, kind: Kind, from: i64) -> Result<Vec<Vec<u8>>, WatchError> {
        let mut all = Vec::new();
        store.each(kind, Moment(from), |_, plain| {
            all.push(plain.to_owned());
            Some(())
        })?;
        Ok(all)
    }

    #[test]
    fn entries_are_private_sealed_and_found_by_kind_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("watch.sqlite");
        let store = Store::create(&path, &[7; 32]).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(Store::create(&path, &[7; 32]), Err(WatchError::Io(_))));
        let entries_of = [(Kind::Booking, b"kari@x.no".to_vec()), (Kind::Levels, b"levels".to_vec())];
        let meter = |text: &[u8]| Kept { account: "ola@x.no".to_owned(), meter: text.to_vec() };
        store.add(Moment(10), &entries_of, Some(&meter(b"first"))).unwrap();
        store.add(Moment(20), &[(Kind::Booking, b"two".to_vec())], Some(&meter(b"sketch"))).unwrap();
        let id = store.id().to_owned();
        drop(store);
        let store = Store::open(&path, &[7; 32]).unwrap();
        assert_eq!(store.id(), id);
        assert_eq!(entries(&store, Kind::Booking, 0).unwrap(), [b"kari@x.no".to_vec(), b"two".to_vec()]);
        assert_eq!(entries(&store, Kind::Booking, 11).unwrap(), [b"two".to_vec()]);
        store.forget(Kind::Booking, Moment(20)).unwrap();
        assert_eq!(entries(&store, Kind::Booking, 0).unwrap(), [b"two".to_vec()]);
        assert_eq!(entries(&store, Kind::Levels, 0).unwrap(), [b"levels".to_vec()]);
        let meters = store.meters().unwrap();
        assert_eq!((meters.len(), &meters[0].account[..], &meters[0].meter[..]), (1, "ola@x.no", &b"sketch"[..]));
        drop(store);
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            !bytes.windows(6).any(|window| [b"sketch", b"kari@x", b"ola@x."].contains(&window.try_into().unwrap()))
        );
    }

    #[test]
    fn another_key_or_a_changed_entry_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("watch.sqlite");
        let store = Store::create(&path, &[7; 32]).unwrap();
        store.add(Moment(10), &[(Kind::Booking, b"one".to_vec())], None).unwrap();
        assert!(matches!(Store::open(&path, &[8; 32]), Err(WatchError::Unreadable)));
        store.connection.execute("UPDATE entry SET moment = 11", []).unwrap();
        assert!(matches!(entries(&store, Kind::Booking, 0), Err(WatchError::Unreadable)));
        assert!(store.meters().unwrap().is_empty());
        drop(store);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Store::open(&path, &[7; 32]), Err(WatchError::TooOpen)));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(
            &path,
            b"no database at all, but long enough to be looked at as one by its first hundred bytes and more....",
        )
        .unwrap();
        assert!(matches!(Store::open(&path, &[7; 32]), Err(WatchError::Unreadable)));
    }
}
