//! Charts of the active dataset.

mod barchart;
mod histogram;

use crate::command::{Command, Run};

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    Command { name: "barchart", run: Run::Draw(barchart::run) },
    Command { name: "histogram", run: Run::Draw(histogram::run) },
];
