//! `configure`: turns on commands under trial, or turns caching off.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `configure`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("configure"),
    chapter: Chapter::Session,
    shape: Shape::Words,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("configure alpha | configure nocache | configure alpha, nocache"),
    purpose: t(
        "Slår på kommandoer under utprøving, eller slår av mellomlagring.",
        "Turns on commands under trial, or turns caching off.",
    ),
    description: t(
        "`nocache`: Hele skriptet kjøres på nytt, også kommandoer som er uendret siden sist. `alpha`: Godtas, men for tiden \
         er ingen kommandoer under utprøving.",
        "`nocache`: The whole script is run anew, commands that have not changed since last time too. `alpha`: Is accepted, \
         but at present no commands are under trial.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(t("Kommandoer under utprøving", "Commands under trial"), "configure alpha"),
        example(t("Begge", "Both"), "configure alpha, nocache"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
