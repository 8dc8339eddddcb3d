//! Statistics of the active dataset.

mod arguments;
mod summarize;
mod tabulate;

use crate::command::{Command, Run};

pub(super) use arguments::{Arguments, no_repeats, not_a_number, option_count, option_names, option_number};

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    Command { name: "summarize", run: Run::Analyse(summarize::run) },
    Command { name: "tabulate", run: Run::Analyse(tabulate::run) },
];
