//! `help`: shows the help of a command, or all commands.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `help`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("help"),
    chapter: Chapter::Session,
    shape: Shape::Words,
    arity: (0, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("help [command]"),
    purpose: t("Viser hjelp til en kommando, eller alle kommandoer.", "Shows the help of a command, or all commands."),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(t("Alle kommandoer", "All commands"), "help"),
        example(t("Én kommando", "One command"), "help tabulate"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
