//! Scripts that users keep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `GET /scripts` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScriptList {
    /// Those changed last first.
    pub scripts: Vec<ScriptEntry>,
}

/// A script without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScriptEntry {
    /// The script's random identifier.
    pub id: String,
    /// Its name; no other script of the user has it.
    pub name: String,
    /// Counts the changes of name and text, from 1.
    pub version: i64,
    /// When it was changed last, in seconds since 1970-01-01 UTC.
    pub changed: i64,
}

/// A script with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScriptDocument {
    /// Identifier, name, version, time.
    #[serde(flatten)]
    pub entry: ScriptEntry,
    /// The text.
    pub text: String,
}

/// What `POST /scripts` takes. The same name with the same text again is the same script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewScript {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What `PUT /scripts/{id}` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScriptChange {
    /// Its name from now on.
    pub name: String,
    /// Its text from now on.
    pub text: String,
    /// The `version` that the client saw last: where it is another now, nothing is written and the answer is 409.
    pub seen: i64,
}
