//! What stops a command: a diagnostic, a lawful refusal of the filter, cancellation, or a failure of ours.
//!
//! Nothing here can hold a value of unit data: diagnostics come from the typed functions of
//! `language::codes`, and errors of foreign crates (Polars quotes values in its texts) are dropped for the
//! name of the place where they happened.

use disclosure::Refusal;
use language::call::Call;
use language::codes;
use language::diagnostic::Diagnostic;
use polars::error::PolarsError;

use crate::refused;
use crate::world::WorldError;

/// Why a command stopped.
#[derive(Debug)]
pub enum EngineError {
    /// A mistake of the user, with code, place and hints.
    Diagnostic(Box<Diagnostic>),
    /// The filter does not answer.
    Refusal(Refusal),
    /// The user gave the run up.
    Cancelled,
    /// A failure of the installation: where it happened, never what the data were.
    Internal(&'static str),
    /// A failure behind the [`World`](crate::world::World), with its number in the restricted log.
    World(u64),
}

impl From<Diagnostic> for EngineError {
    fn from(diagnostic: Diagnostic) -> Self {
        EngineError::Diagnostic(Box::new(diagnostic))
    }
}

impl From<Refusal> for EngineError {
    fn from(refusal: Refusal) -> Self {
        EngineError::Refusal(refusal)
    }
}

impl From<PolarsError> for EngineError {
    fn from(_: PolarsError) -> Self {
        EngineError::Internal("frame")
    }
}

impl From<WorldError> for EngineError {
    /// For calls that have no mistakes of users left; `require` translates the others itself.
    fn from(error: WorldError) -> Self {
        match error {
            WorldError::Internal(id) => EngineError::World(id),
            WorldError::UnknownDatabank { .. } | WorldError::UnknownVersion { .. } | WorldError::NoAccess => {
                EngineError::Internal("world")
            }
        }
    }
}

impl EngineError {
    /// The diagnostic that the user sees, at the command's place where the error has none.
    pub fn into_diagnostic(self, call: &Call) -> Diagnostic {
        let statement = call.span;
        match self {
            EngineError::Diagnostic(diagnostic) => *diagnostic,
            EngineError::Refusal(refusal) => refused::diagnostic(&refusal, call),
            EngineError::Cancelled => codes::cancelled(statement),
            EngineError::Internal(place) => codes::internal(statement, place),
            EngineError::World(id) => codes::internal(statement, &format!("{id:016x}")),
        }
    }
}
