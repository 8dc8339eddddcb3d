//! Models of the active dataset.

mod least_squares;
mod model;
mod regress;

use crate::command::{Command, Run};

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[Command { name: "regress", run: Run::Analyse(regress::run) }];
