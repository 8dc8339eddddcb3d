//! Problems over HTTP: RFC 9457 problem details with a stable code.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::output::WireText;

/// The media type of [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// `urn:skjerm:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The message in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code, such as `not-logged-in`.
    pub code: String,
    /// The message in both languages.
    pub message: WireText,
}
