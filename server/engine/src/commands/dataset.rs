//! Datasets: connect databanks, make, choose, copy, rename, delete.

pub mod clone_dataset;
pub mod clone_units;
pub mod create_dataset;
pub mod delete_dataset;
pub mod rename_dataset;
pub mod require;
pub mod reshape_from_panel;
pub mod reshape_to_panel;
pub mod use_dataset;

use language::call::{Arguments, Call, Name};
use language::codes;
use language::nearest::nearest;

use crate::command::Command;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    clone_dataset::COMMAND,
    clone_units::COMMAND,
    create_dataset::COMMAND,
    delete_dataset::COMMAND,
    rename_dataset::COMMAND,
    require::COMMAND,
    reshape_from_panel::COMMAND,
    reshape_to_panel::COMMAND,
    use_dataset::COMMAND,
];

/// The names of a call that takes names.
///
/// # Errors
/// The parser gave another shape: a failure of ours.
pub fn names(call: &Call) -> Result<&[Name], EngineError> {
    match &call.arguments {
        Arguments::Names(names) => Ok(names),
        _ => Err(EngineError::Internal("names")),
    }
}

/// The name at a place; the check of `language` counts them.
///
/// # Errors
/// A failure of ours.
pub fn name_at(call: &Call, place: usize) -> Result<&Name, EngineError> {
    names(call)?.get(place).ok_or(EngineError::Internal("name"))
}

/// The diagnostic for a dataset that is not there.
pub fn unknown_dataset(name: &Name, workspace: &Workspace) -> EngineError {
    let existing: Vec<&str> = workspace.datasets.keys().map(String::as_str).collect();
    let near = nearest(&name.value, existing.iter().copied());
    codes::unknown_dataset(name.span, &name.value, near, &existing).into()
}

/// A dataset name that is not taken.
///
/// # Errors
/// The name exists.
pub fn free_name(name: &Name, workspace: &Workspace) -> Result<String, EngineError> {
    if workspace.datasets.contains_key(&name.value) {
        return Err(codes::name_exists(name.span, &name.value).into());
    }
    Ok(name.value.clone())
}
