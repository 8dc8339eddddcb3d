//! Runs: asking for one, following it, reading it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::output::{Output, RunDocument, UsedDatabank};

/// What `POST /runs` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunRequest {
    /// The script.
    pub script: String,
}

/// What `POST /runs` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunAccepted {
    /// The run's random identifier.
    pub id: String,
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// It waits for a worker.
    Queued,
    /// A worker is on it.
    Running,
    /// Every command was answered.
    Done,
    /// A command stopped it; what came before is there.
    Failed,
    /// The user gave it up.
    Cancelled,
}

impl RunState {
    /// Whether nothing more will come.
    pub const fn is_over(self) -> bool {
        matches!(self, RunState::Done | RunState::Failed | RunState::Cancelled)
    }
}

/// How far a run is: statements, never rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Progress {
    /// Statements that are done.
    pub done: usize,
    /// All statements.
    pub of: usize,
}

/// What `GET /runs/{id}` answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunAnswer {
    /// The run's identifier.
    pub id: String,
    /// Where it is.
    pub state: RunState,
    /// How far it is.
    pub progress: Progress,
    /// What it has answered so far.
    #[serde(flatten)]
    pub document: RunDocument,
}

/// Data of the event `output`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutputEvent {
    /// The run.
    pub run: String,
    /// The output's place in the document, from 0.
    pub index: usize,
    /// The output.
    pub output: Output,
}

/// Data of the event `progress`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProgressEvent {
    /// The run.
    pub run: String,
    /// How far it is.
    #[serde(flatten)]
    pub progress: Progress,
}

/// Data of the event `finished`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FinishedEvent {
    /// The run.
    pub run: String,
    /// How it ended.
    pub state: RunState,
    /// The databanks that it used.
    pub databanks: Vec<UsedDatabank>,
}

/// What `GET /audit/runs` answers: who ran a script and when, never what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunRecordList {
    /// Newest first.
    pub runs: Vec<RunRecordEntry>,
}

/// One run in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunRecordEntry {
    /// The run's identifier.
    pub run: String,
    /// The user's e-mail address, or `operator`.
    pub account: String,
    /// BLAKE3 of the script, hexadecimal.
    pub script_hash: String,
    /// Seconds since 1970-01-01 UTC.
    pub started: i64,
}
