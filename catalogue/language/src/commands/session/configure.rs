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
    syntax: Cow::Borrowed("configure alpha | configure nocache"),
    purpose: t(
        "Slår på kommandoer under utprøving, eller slår av mellomlagring.",
        "Turns on commands under trial, or turns caching off.",
    ),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(t("Kommandoer under utprøving", "Commands under trial"), "configure alpha"),
        example(t("Begge", "Both"), "configure alpha, nocache"),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
