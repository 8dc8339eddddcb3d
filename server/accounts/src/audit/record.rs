//! One record and its canonical bytes.

use serde::{Deserialize, Serialize};

use super::keys::Subject;
use super::{Act, AuditKeys, Digest, LogEnd, Stamp};
use crate::{AccountsError, Result};

/// A record. Its JSON text, fields in this order, is what is hashed, authenticated and stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its place: 1, 2, 3 …
    pub number: i64,
    /// Seconds since 1970-01-01 UTC.
    pub moment: i64,
    /// Id of the keys.
    pub key: String,
    /// BLAKE3 of the record before it.
    pub previous: Digest,
    /// Who: a user's e-mail address, or `operator`.
    pub account: String,
    /// What.
    pub act: Act,
}

/// The part of a record that verifying reads: acts of newer programs do not matter to the chain.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub(super) number: i64,
    pub(super) moment: i64,
    pub(super) key: String,
    pub(super) previous: Digest,
}

/// A record as it is stored.
pub(super) struct Sealed {
    pub(super) text: String,
    pub(super) mac: [u8; 32],
    /// The log's end after it.
    pub(super) end: LogEnd,
}

/// Makes the record that follows `end`.
pub(super) fn seal(keys: &AuditKeys, end: LogEnd, stamp: Stamp<'_>, act: Act) -> Result<Sealed> {
    let number = end.number + 1;
    let key = keys.at(number);
    let record = Record {
        number,
        moment: stamp.now.0,
        key: key.id().to_owned(),
        previous: end.hash,
        account: stamp.account.to_owned(),
        act,
    };
    let text = serde_json::to_string(&record).map_err(|_| AccountsError::UnreadableRecord(number))?;
    let mac = *key.mac(Subject::Record, text.as_bytes()).as_bytes();
    let hash = Digest::of(text.as_bytes());
    Ok(Sealed { text, mac, end: LogEnd { number, hash } })
}

/// Whether a stored MAC is that of the bytes under the key of their number.
pub(super) fn is_authentic(keys: &AuditKeys, number: i64, bytes: &[u8], mac: [u8; 32]) -> bool {
    keys.at(number).mac(Subject::Record, bytes) == blake3::Hash::from(mac)
}
