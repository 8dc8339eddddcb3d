//! The scripts of whoever a run belongs to, as `save`, `load` and `edit` see them.
//!
//! They are no input of a statement's effect on the workspace (invariant 7): `save` and `edit` only write, and what `load` reads goes to
//! the editor, not into the session. So a known prefix of a script stays valid whatever happens to scripts, and `jobs` carries these
//! commands out again when it repeats one; doing so twice is doing so once.

use crate::world::WorldError;

/// How a text was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In a new script of this name.
    New(String),
    /// A script of this name had the text already.
    Same(String),
    /// In the script of this name; what it had before is now in a script called `copy`.
    Replaced {
        /// The script's name.
        name: String,
        /// The name of the copy.
        copy: String,
    },
}

/// Why a text was not kept; closed arguments only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepError {
    /// The name is empty, longer than `most` characters, or not of one line.
    NotAName {
        /// The longest name in characters.
        most: usize,
    },
    /// The text is longer than `most` bytes.
    TooLong {
        /// The longest text in bytes.
        most: usize,
    },
    /// There are `most` scripts already.
    TooMany {
        /// The number of scripts that there may be.
        most: usize,
    },
    /// A failure of the installation.
    World(WorldError),
}

/// The scripts of whoever a run belongs to.
pub trait Scripts: Send + Sync {
    /// The names of all.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn names(&self) -> Result<Vec<String>, WorldError>;

    /// The text of one; `None`: there is no such script.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn text(&self, name: &str) -> Result<Option<String>, WorldError>;

    /// Keeps a text under a name; another text that has the name is kept as a copy. The same again changes nothing.
    ///
    /// # Errors
    /// What the name or the text breaks.
    fn keep(&self, name: &str, text: &str) -> Result<Kept, KeepError>;

    /// Keeps a text that has no name as a copy of the session, unless some script has it already.
    ///
    /// # Errors
    /// What the text breaks.
    fn keep_copy(&self, text: &str) -> Result<Kept, KeepError>;
}
