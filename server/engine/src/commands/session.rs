//! The session itself: help, history, the variables of the databanks.

pub mod help;
pub mod history;
pub mod variables;

use crate::command::Command;

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[help::HELP, help::HELP_FUNCTION, history::COMMAND, variables::COMMAND];
