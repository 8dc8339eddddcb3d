//! The keys that authenticate the log. Which of them a record is under follows from its number alone.

use super::Digest;

/// A key for a stretch of the log. No `Debug`, no `Serialize`.
#[derive(Clone)]
pub struct AuditKey {
    id: String,
    secret: [u8; 32],
}

/// What is authenticated; a MAC of one kind is none of the other.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    Record,
    Head,
}

impl AuditKey {
    /// A key and the id that records name it by.
    pub fn new(id: String, secret: [u8; 32]) -> AuditKey {
        AuditKey { id, secret }
    }

    /// Names the key without telling it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The MAC; compared in constant time.
    pub(super) fn mac(&self, subject: Subject, bytes: &[u8]) -> blake3::Hash {
        let subject: &[u8] = match subject {
            Subject::Record => b"record\0",
            Subject::Head => b"head\0",
        };
        blake3::Hasher::new_keyed(&self.secret).update(subject).update(bytes).finalize()
    }
}

/// The last record of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEnd {
    /// Its number; 0: there is none.
    pub number: i64,
    /// Its hash.
    pub hash: Digest,
}

impl LogEnd {
    /// Of a log without records.
    pub const EMPTY: LogEnd = LogEnd { number: 0, hash: Digest::NONE };
}

/// A key that was replaced, and the last record under it. Where the log ended then is kept with the keys, so that whoever knows
/// the old key can rewrite nothing before that.
#[derive(Clone)]
pub struct RetiredKey {
    /// The key.
    pub key: AuditKey,
    /// The last record under it.
    pub end: LogEnd,
}

/// All keys of a log.
#[derive(Clone)]
pub struct AuditKeys {
    current: AuditKey,
    /// Oldest first.
    retired: Vec<RetiredKey>,
}

impl AuditKeys {
    /// The key of today and those before it, oldest first.
    pub fn new(current: AuditKey, retired: Vec<RetiredKey>) -> AuditKeys {
        AuditKeys { current, retired }
    }

    /// The key of today.
    pub fn current(&self) -> &AuditKey {
        &self.current
    }

    /// The key that a record is under.
    pub(super) fn at(&self, number: i64) -> &AuditKey {
        self.retired.iter().find(|retired| number <= retired.end.number).map_or(&self.current, |retired| &retired.key)
    }

    /// The key that was replaced last.
    pub(super) fn last_retired(&self) -> Option<&RetiredKey> {
        self.retired.last()
    }

    /// Where the log ended when the key of a record was replaced, if that record was the last.
    pub(super) fn end_at(&self, number: i64) -> Option<LogEnd> {
        self.retired.iter().map(|retired| retired.end).find(|end| end.number == number)
    }
}
