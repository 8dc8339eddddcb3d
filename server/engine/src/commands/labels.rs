//! Code lists: make, attach, delete, list.

pub mod assign_labels;
pub mod define_labels;
pub mod drop_labels;
pub mod list_labels;

use language::call::Name;
use language::codes;
use language::nearest::nearest;

use crate::command::Command;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The chapter's commands.
pub const COMMANDS: &[Command] =
    &[assign_labels::COMMAND, define_labels::COMMAND, drop_labels::COMMAND, list_labels::COMMAND];

/// The diagnostic for a code list that is not there.
pub fn unknown_list(name: &Name, workspace: &Workspace) -> EngineError {
    let near = nearest(&name.value, workspace.code_lists.keys().map(String::as_str));
    codes::unknown_code_list(name.span, &name.value, near).into()
}
