//! The session itself: help, history, the variables of the databanks, settings, and the scripts that keep it.

pub mod clear;
pub mod configure;
pub mod help;
pub mod history;
pub mod load;
pub mod save;
pub mod so_far;
pub mod variables;

use crate::command::Command;

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    clear::COMMAND,
    configure::COMMAND,
    help::HELP,
    help::HELP_FUNCTION,
    history::COMMAND,
    load::COMMAND,
    save::SAVE,
    save::EDIT,
    variables::COMMAND,
];

/// Whether a command does something outside the session, so that repeating a known answer would not do it.
///
/// None of them changes what the commands below it see.
pub fn reaches_outside(command: &str) -> bool {
    matches!(command, "save" | "edit" | "load")
}
