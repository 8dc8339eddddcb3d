//! Statistics of the active dataset.

mod anova;
mod arguments;
mod ci;
mod correlate;
mod summarize;
mod summarize_panel;
mod tabulate;
mod tabulate_panel;
mod transitions_panel;

use crate::command::{Command, Run};

pub(super) use arguments::{Arguments, no_repeats, not_a_number, option_count, option_names, option_number};

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    Command { name: "anova", run: Run::Analyse(anova::run) },
    Command { name: "ci", run: Run::Analyse(ci::run) },
    Command { name: "correlate", run: Run::Analyse(correlate::run) },
    Command { name: "summarize", run: Run::Analyse(summarize::run) },
    Command { name: "summarize-panel", run: Run::Analyse(summarize_panel::run) },
    Command { name: "tabulate", run: Run::Analyse(tabulate::run) },
    Command { name: "tabulate-panel", run: Run::Analyse(tabulate_panel::run) },
    Command { name: "transitions-panel", run: Run::Analyse(transitions_panel::run) },
];
