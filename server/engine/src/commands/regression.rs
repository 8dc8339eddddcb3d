//! Models of the active dataset.

mod at_work;
mod least_squares;
mod lines;
mod model;
mod predict;
mod regress;

use crate::command::{Command, Run};

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    Command { name: "regress", run: Run::Analyse(regress::run) },
    Command { name: "regress-predict", run: Run::Transform(regress::run_predict) },
];
