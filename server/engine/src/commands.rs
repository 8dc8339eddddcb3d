//! The commands that run, by chapter of the manual. Specifications are `language::commands`; a test joins the two lists.

pub mod analyse;
pub mod dataset;
pub mod graphics;
pub mod labels;
pub mod prepare;
pub mod regression;
pub mod session;

use crate::command::Command;

/// Every command that runs.
pub fn all() -> impl Iterator<Item = &'static Command> {
    [
        dataset::COMMANDS,
        prepare::COMMANDS,
        labels::COMMANDS,
        analyse::COMMANDS,
        graphics::COMMANDS,
        regression::COMMANDS,
        session::COMMANDS,
    ]
    .into_iter()
    .flatten()
}

/// A command by name.
pub fn find(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}
