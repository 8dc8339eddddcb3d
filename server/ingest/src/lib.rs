//! Received files become variables of a databank's draft.
//!
//! *What*: reads the exchange format of data owners ([`import_exchange`]) and ordinary CSV tables ([`import_table`]), checks
//! every rule, replaces raw identifiers by dense indices of units with random pseudonyms, and adds all variables to the draft
//! or none.
//! *In → out*: paths go in, an [`Imported`] or a [`Report`] of everything that is wrong comes out.
//! *Does not know about*: scripts, users, HTTP. It is the only crate that sees raw identifiers; they live in memory and in the
//! encrypted map of `identity/`, nowhere else.
//! *Invariants*: messages name file, line and rule, never a value or an identifier; nothing is added if anything is wrong.
//! *Start reading at*: [`exchange`], then [`identity`].

pub mod exchange;
pub mod identity;
pub mod report;
pub mod rule;
mod sort;
pub mod table;

use std::fmt;

use registry::RegistryError;
use variables::{Profile, Tier};

pub use exchange::import_exchange;
pub use identity::{IdentityKey, is_import_running};
pub use report::{Finding, Report, Severity, Subject};
pub use rule::Rule;
pub use table::{TableOptions, TableTime, import_table};

/// Where variables are to go.
#[derive(Clone, Debug)]
pub struct Target {
    /// The databank; made if the home lacks it.
    pub databank: String,
    /// Its disclosure profile; `None`: what it is, `register` for a new one.
    pub profile: Option<Profile>,
    /// Its tier; `None`: what it is, `ordinary` for a new one.
    pub tier: Option<Tier>,
}

/// One variable that was added to the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its short name.
    pub name: String,
    /// Rows with a value: confidential for `register` databanks, except to the owner who brought the file.
    pub rows: u64,
}

/// What an import added, with remarks that are no errors.
#[derive(Debug)]
pub struct Imported {
    /// The variables, by name.
    pub variables: Vec<Added>,
    /// Warnings and notes.
    pub report: Report,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far, over all files.
    pub done: u64,
    /// Bytes of all files.
    pub of: u64,
}

/// Why nothing was imported.
pub enum ImportError {
    /// The files break rules; everything that was found.
    Invalid(Report),
    /// The registry refused or failed.
    Registry(RegistryError),
    /// The identity map cannot be read: another key, or damaged.
    IdentityMap,
    /// Files of the home.
    Io {
        /// What was being done.
        doing: &'static str,
        /// The kind of failure (the whole error could quote what was read).
        kind: std::io::ErrorKind,
    },
}

impl fmt::Debug for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Invalid(report) => f.write_str(&report.lines(text::Locale::En).join("\n")),
            ImportError::Registry(error) => error.fmt(f),
            ImportError::IdentityMap => f.write_str("the identity map cannot be read with this key"),
            ImportError::Io { doing, kind } => write!(f, "{doing} failed ({kind})"),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<RegistryError> for ImportError {
    fn from(error: RegistryError) -> Self {
        ImportError::Registry(error)
    }
}

/// Names the step for a failure of a file.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, ImportError>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T, ImportError> {
        self.map_err(|error| ImportError::Io { doing, kind: error.kind() })
    }
}
