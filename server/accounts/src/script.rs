//! Scripts that people keep: a name and a text, an owner, and a version that tells whether somebody else changed it meanwhile.
//!
//! Nothing is lost by accident: whoever overwrites or deletes says which version they saw last, and a `save` of the script language
//! keeps what it takes the place of.

mod session;
mod shelf;

use std::fmt;

use text::{Locale, Text, t};

use crate::{AccountsError, Moment, User};
pub use session::Kept;

/// Longest text in bytes: what a run takes.
pub const MOST_TEXT_BYTES: usize = 200_000;
/// Longest name in characters.
pub const MOST_NAME_CHARACTERS: usize = 100;
/// Scripts that one owner may have.
pub const MOST_SCRIPTS: usize = 1_000;

/// Whose scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner(Option<i64>);

impl Owner {
    /// The local account of the command line.
    pub const OPERATOR: Owner = Owner(None);

    /// A user.
    pub fn user(user: &User) -> Owner {
        Owner(Some(user.id))
    }
}

/// A script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Random identifier.
    pub id: String,
    /// Its name, one script of its owner.
    pub name: String,
    /// The text.
    pub text: String,
    /// Counts the changes of name and text, from 1.
    pub version: i64,
    /// When it was changed last.
    pub changed: Moment,
}

/// A script in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptEntry {
    /// Random identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Counts the changes.
    pub version: i64,
    /// When it was changed last.
    pub changed: Moment,
}

/// Why a script is not written or found.
#[derive(Debug)]
pub enum ScriptError {
    /// No script of the owner has the identifier.
    Unknown,
    /// Empty, too long, or with control characters.
    NotAName,
    /// Longer than [`MOST_TEXT_BYTES`].
    TooLong,
    /// The owner has [`MOST_SCRIPTS`].
    TooMany,
    /// Another script of the owner has the name.
    NameTaken,
    /// It was changed after the version that the caller saw.
    Changed,
    /// The accounts file.
    Accounts(AccountsError),
}

impl ScriptError {
    /// What people read.
    pub fn text(&self) -> Text {
        match self {
            ScriptError::Unknown => t("det finnes ikke noe slikt skript", "there is no such script"),
            ScriptError::NotAName => Text::new(
                format!("navnet på et skript har 1 til {MOST_NAME_CHARACTERS} tegn, alle på én linje"),
                format!("the name of a script has 1 to {MOST_NAME_CHARACTERS} characters, all in one line"),
            ),
            ScriptError::TooLong => Text::new(
                format!("et skript kan ha høyst {MOST_TEXT_BYTES} byte"),
                format!("a script has at most {MOST_TEXT_BYTES} bytes"),
            ),
            ScriptError::TooMany => Text::new(
                format!("du har {MOST_SCRIPTS} skript; slett noen først"),
                format!("you have {MOST_SCRIPTS} scripts; delete some first"),
            ),
            ScriptError::NameTaken => {
                t("et annet av skriptene dine har dette navnet", "another of your scripts has this name")
            }
            ScriptError::Changed => {
                t("skriptet er endret siden du åpnet det", "the script was changed after you opened it")
            }
            ScriptError::Accounts(error) => error.text(),
        }
    }
}

/// In English: for logs.
impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().get(Locale::En))
    }
}

impl std::error::Error for ScriptError {}

impl<E: Into<AccountsError>> From<E> for ScriptError {
    fn from(error: E) -> Self {
        ScriptError::Accounts(error.into())
    }
}

/// The name as it is kept.
fn name_of(name: &str) -> Result<&str, ScriptError> {
    let name = name.trim();
    let is_good = !name.is_empty() && name.chars().count() <= MOST_NAME_CHARACTERS;
    if is_good && !name.chars().any(char::is_control) { Ok(name) } else { Err(ScriptError::NotAName) }
}

fn text_of(text: &str) -> Result<&str, ScriptError> {
    if text.len() <= MOST_TEXT_BYTES { Ok(text) } else { Err(ScriptError::TooLong) }
}
