//! The library of example scripts: templates to start from, in groups as a teacher would take them up.
//!
//! *What*: [`library`] gives the groups, each with its scripts; a script is a file of `scripts/<group>/`.
//! *Does not know about*: registers, running, or how the library is shown.
//! *Invariants*: every file of `scripts/` is in the library, and every script runs on the synthetic registry without an
//! error (`server/jobs/tests/library.rs` runs them all).
//! *Start reading at*: [`Script`], then `groups/`.

mod groups;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use text::Text;

/// A list that is constant on the server and owned in the browser.
pub type List<T> = Cow<'static, [T]>;

/// Scripts about one matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The folder of its scripts, unique.
    pub key: Cow<'static, str>,
    /// What the scripts are about.
    pub title: Text,
    /// The scripts, the easiest first.
    pub scripts: List<Script>,
}

/// An example script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// The file's name without ending, unique in the library.
    pub slug: Cow<'static, str>,
    /// A few words.
    pub title: Text,
    /// The question that the script answers, in a sentence or two.
    pub purpose: Text,
    /// The script itself; its comments are Norwegian.
    pub text: Cow<'static, str>,
}

/// All groups, in the order in which they are best read.
pub fn library() -> List<Group> {
    Cow::Borrowed(groups::GROUPS)
}

#[cfg(test)]
mod tests;
