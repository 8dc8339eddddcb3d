//! The audit log: who did what and when, in a chain that nobody without the keys can rewrite unnoticed.
//!
//! Records lie in the table `audit`, one JSON text each, which are the canonical bytes. A record holds the BLAKE3 of the one
//! before it; beside it lies a MAC of its bytes under a key that is derived from the home's noise key. `audit.head` beside the file
//! says how many records there are, so that a cut-off end is noticed. A record never holds a script's text, a count of units or
//! anything else of a unit.
//!
//! *What it cannot notice*: whoever can write both files can put an earlier state of both back. `skjerm audit verify` prints
//! the head, which an operator can note elsewhere.

mod act;
mod digest;
mod end;
mod fault;
mod head;
mod keys;
mod log;
mod read;
mod record;
mod verify;

pub use act::{Act, DatabankVersion, MeterFinding, QuotaUse, ReleaseAccount, RunEnd, RunOutcome};
pub use digest::Digest;
pub use fault::Fault;
pub use keys::{AuditKey, AuditKeys, LogEnd, RetiredKey};
pub(crate) use log::Log;
pub use read::{Entry, RunRecord};
pub use record::Record;
pub use verify::{KeySpan, Verdict, verify};

use crate::{Moment, User};

/// The local account of the command line.
pub const OPERATOR: &str = "operator";

/// Who does something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// A user's e-mail address, or [`OPERATOR`].
    pub account: &'a str,
    /// The moment.
    pub now: Moment,
}

impl<'a> Stamp<'a> {
    /// The local account.
    pub const fn operator(now: Moment) -> Stamp<'static> {
        Stamp { account: OPERATOR, now }
    }

    /// A user.
    pub fn user(user: &'a User, now: Moment) -> Stamp<'a> {
        Stamp { account: &user.email, now }
    }
}

#[cfg(test)]
mod tests;
