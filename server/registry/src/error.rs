//! What can go wrong, without anything that came from unit data.

use variables::{DataVersion, VersionRequest};

/// Results of this crate.
pub type Result<T> = std::result::Result<T, RegistryError>;

/// Why the registry refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The home has no such databank.
    #[error("unknown databank `{0}`")]
    UnknownDatabank(String),
    /// The databank has no such version; those that exist, newest first.
    #[error("databank `{databank}` has no such version")]
    UnknownVersion {
        /// The databank.
        databank: String,
        /// What was asked for.
        wanted: VersionRequest,
        /// Released versions, newest first.
        existing: Vec<DataVersion>,
    },
    /// The version has no such variable.
    #[error("unknown variable `{0}`")]
    UnknownVariable(String),
    /// The catalogue knows the variable, but there are no values.
    #[error("variable `{0}` is metadata only")]
    MetadataOnly(String),
    /// The name is no reverse domain name in lower case.
    #[error("`{0}` is not a databank name: lower-case letters and digits, two or more parts with a dot between")]
    BadDatabankName(String),
    /// The name is not made of `A-Z`, `0-9` and `_`, or begins with a digit or `_`.
    #[error("`{0}` is not a variable name")]
    BadVariableName(String),
    /// A databank exists with another profile, tier or origin than the one asked for.
    #[error("databank `{databank}` exists with another {what}, which can never {}", if *what == "tier" { "become weaker" } else { "change" })]
    Fixed {
        /// The databank.
        databank: String,
        /// `profile`, `tier` or `origin` (synthetic or not).
        what: &'static str,
    },
    /// A window that ends before it begins.
    #[error("the window ends before it begins")]
    ReversedWindow,
    /// CHANGE, PATCH or REMOVE of a variable that the newest version lacks.
    #[error("variable `{0}` is not released")]
    NotReleased(String),
    /// The draft already holds something else for the variable.
    #[error("the draft already holds a change of variable `{0}`")]
    AlreadyDrafted(String),
    /// The draft holds nothing for the variable.
    #[error("the draft holds no change of variable `{0}`")]
    NotDrafted(String),
    /// The draft is not the one that the release was asked for.
    #[error("the draft of databank `{0}` changed while it was being released; nothing was released, try again")]
    DraftChanged(String),
    /// A metadata patch would change more than texts.
    #[error("a metadata patch of `{variable}` may change texts only, not the {field}")]
    PatchChangesMeaning {
        /// The variable.
        variable: String,
        /// What it would change.
        field: &'static str,
    },
    /// Release of a draft without changes.
    #[error("the draft of databank `{0}` is empty")]
    EmptyDraft(String),
    /// Rows that a writer was given break their order or shape.
    #[error("rows of variable `{variable}` are not as the writer needs them: {what}")]
    BadRows {
        /// The variable.
        variable: String,
        /// What is wrong.
        what: &'static str,
    },
    /// Somebody else writes long work for the databank at the same time.
    #[error("another process is generating databank `{0}` in this home")]
    Busy(String),
    /// More units than a dense index can count.
    #[error("too many units in space `{0}`")]
    TooManyUnits(String),
    /// Units that an import was to register are there already, from somebody else.
    #[error("somebody else added units at the same time; nothing was added, try again")]
    UnitsChanged,
    /// A stored file is not what it should be.
    #[error("stored data are damaged: {0}")]
    Damaged(&'static str),
    /// Files.
    #[error("{doing} failed ({})", source.kind())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The cause; its text may name paths, never data.
        source: std::io::Error,
    },
    /// SQLite.
    #[error("metadata store failed while {doing}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// The cause.
        source: rusqlite::Error,
    },
    /// Parquet. The cause is dropped on purpose: Polars quotes values in its errors.
    #[error("data file failed while {0}")]
    DataFile(&'static str),
}

/// Adds what was being done to a foreign error.
pub(crate) trait Doing<T> {
    /// Names the step for people who read the log.
    fn doing(self, doing: &'static str) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| RegistryError::Io { doing, source })
    }
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| RegistryError::Store { doing, source })
    }
}

impl<T> Doing<T> for polars::prelude::PolarsResult<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|_| RegistryError::DataFile(doing))
    }
}

impl<T> Doing<T> for serde_json::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|_| RegistryError::Damaged(doing))
    }
}
