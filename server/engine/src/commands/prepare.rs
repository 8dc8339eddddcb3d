//! Preparation: read register variables, make and change variables, choose rows, group, merge.

pub mod aggregate;
pub mod clone_variables;
pub mod collapse;
pub mod destring;
pub mod generate;
pub mod group_statistics;
pub mod group_values;
pub mod import;
pub mod import_event;
pub mod import_panel;
pub mod keep_drop;
pub mod merge;
pub mod recode;
pub mod register;
pub mod rename;
pub mod replace;
pub mod sample;
pub mod written;

use crate::command::Command;

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    aggregate::COMMAND,
    clone_variables::COMMAND,
    collapse::COMMAND,
    destring::COMMAND,
    generate::COMMAND,
    import::COMMAND,
    import_event::COMMAND,
    import_panel::COMMAND,
    keep_drop::DROP,
    keep_drop::KEEP,
    merge::COMMAND,
    recode::COMMAND,
    rename::COMMAND,
    replace::COMMAND,
    sample::COMMAND,
];
