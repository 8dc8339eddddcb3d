//! Everything that handles may need; they reach it through `extract::access` only.

use std::sync::Arc;

use accounts::Accounts;
use jobs::{Queue, ScriptWork};
use registry::Registry;

use crate::app_files::AppFiles;
use crate::language_file::LanguageFile;
use crate::site::Site;

/// The opened stores and fixed files of a running server.
pub struct State {
    /// Institutions, users, sessions.
    pub accounts: Arc<Accounts>,
    /// Databanks; handlers read metadata only.
    pub registry: Registry,
    /// Runs.
    pub queue: Queue,
    /// What the queue's workers do, for its use of memory.
    pub work: ScriptWork,
    /// The published table of commands and functions.
    pub language: LanguageFile,
    /// The built app, if there is one.
    pub app: AppFiles,
    /// Where the service is reached.
    pub site: Site,
}
